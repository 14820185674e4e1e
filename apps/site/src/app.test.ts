import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { folderWith, startSite } from '../test/site-app.ts';

const SITE = {
  'index.html': '<h1>Home</h1>',
  '404.html': '<h1>Nothing here</h1>',
  'adr/index.html': '<h1>Decisions</h1>',
  'adr/0001-typescript.html': '<h1>TypeScript</h1>',
  'assets/app.DtWq8_x1.js': 'export {};',
};

/** Scripts in the place of the builder: what it does to the folder, and how it ends. */
const builder = (text: string): string => join(folderWith({ 'build.mjs': text }), 'build.mjs');

describe('pages', () => {
  it.each([
    ['/', 'Home'],
    ['/adr/', 'Decisions'],
    ['/adr', 'Decisions'],
    ['/adr/0001-typescript', 'TypeScript'],
    ['/adr/0001-typescript.html', 'TypeScript'],
  ])('%s - when it is asked for - then its page is answered', async (url, text) => {
    const { app } = await startSite({ SITE_FOLDER: folderWith(SITE) });
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain(text);
  });

  it.each([['/adr/0099'], ['/../package.json'], ['/%2e%2e/%2e%2e/etc/passwd'], ['/assets/none.js']])(
    '%s - when there is no such page - then 404 with the page for it',
    async (url) => {
      const { app } = await startSite({ SITE_FOLDER: folderWith(SITE) });
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('Nothing here');
    },
  );

  it('files - when they carry a hash - then they are kept for ever, and pages are asked for anew', async () => {
    const { app } = await startSite({ SITE_FOLDER: folderWith(SITE) });
    expect((await app.inject('/assets/app.DtWq8_x1.js')).headers['cache-control']).toContain('immutable');
    expect((await app.inject('/')).headers['cache-control']).toBe('no-cache');
  });

  it('a page - when it is answered - then nothing may load from elsewhere', async () => {
    const { app } = await startSite({ SITE_FOLDER: folderWith(SITE) });
    const policy = (await app.inject('/')).headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:/);
  });
});

describe('the build', () => {
  it('a site - when there is none yet - then a page says that it is being built, until it is there', async () => {
    const folder = folderWith({});
    const gate = join(folderWith({}), 'gate');
    const script = builder(`
      import { existsSync, writeFileSync } from 'node:fs';
      const timer = setInterval(() => {
        if (!existsSync(${JSON.stringify(gate)})) return;
        clearInterval(timer);
        writeFileSync(${JSON.stringify(join(folder, 'index.html'))}, '<h1>Built</h1>');
        console.log('built');
      }, 10);`);
    const { app, lines } = await startSite({ SITE_FOLDER: folder, SITE_BUILDER: script });
    const before = await app.inject('/');
    expect(before.statusCode).toBe(202);
    expect(before.body).toContain('being built');
    expect((await app.inject('/metrics')).body).toMatch(/^site_ready 0$/m);

    writeFileSync(gate, '');
    await vi.waitFor(
      () => expect(lines).toContainEqual(expect.objectContaining({ outcome: 'built' })),
      10_000,
    );
    expect((await app.inject('/')).body).toContain('Built');
    const { body } = await app.inject('/metrics');
    expect(body).toMatch(/^site_builds_total\{outcome="built"\} 1/m);
    expect(body).toMatch(/^site_ready 1$/m);
  });

  it('a site - when nothing has changed - then it is served, and counted as unchanged', async () => {
    const { app, lines } = await startSite({
      SITE_FOLDER: folderWith(SITE),
      SITE_BUILDER: builder(`console.log('unchanged')`),
    });
    expect((await app.inject('/')).body).toContain('Home');
    await vi.waitFor(
      () => expect(lines).toContainEqual(expect.objectContaining({ outcome: 'unchanged' })),
      10_000,
    );
  });

  it('a build - when it fails - then the old site stays; without one, a page shows what the build said', async () => {
    const folder = folderWith(SITE);
    const failing = builder(`console.error('no <such> module'); process.exit(1)`);
    const { app, lines } = await startSite({ SITE_FOLDER: folder, SITE_BUILDER: failing });
    await vi.waitFor(
      () => expect(lines).toContainEqual(expect.objectContaining({ outcome: 'failed' })),
      10_000,
    );
    expect((await app.inject('/')).body).toContain('Home');

    rmSync(folder, { recursive: true });
    const answer = await app.inject('/');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('no &lt;such&gt; module');
  });

  it('a build - when the service is closed meanwhile - then it ends with it', async () => {
    const { app, lines } = await startSite({
      SITE_FOLDER: folderWith(SITE),
      SITE_BUILDER: builder('setInterval(() => {}, 1000)'),
    });
    await app.close();
    expect(lines.filter(({ event_type }) => event_type === 'site_build')).toEqual([]);
  });
});

describe('what the lab tells its pages', () => {
  it('lab.json - when the ports are moved - then it names them', async () => {
    const { app } = await startSite({
      SITE_FOLDER: folderWith(SITE),
      LAB_TIMING: 'drill',
      LAB_PORTS: 'PROMETHEUS_PORT=13232,LOKI_PORT=7242',
    });
    expect((await app.inject('/lab.json')).json()).toEqual({
      timing: 'drill',
      ports: { PROMETHEUS_PORT: 13232, LOKI_PORT: 7242 },
    });
  });

  it('progress.json - when there is none yet - then 204, and the file as soon as it is there', async () => {
    const folder = folderWith({});
    const file = join(folder, 'progress.json');
    const { app } = await startSite({ SITE_FOLDER: folderWith(SITE), PROGRESS_FILE: file });
    expect((await app.inject('/progress.json')).statusCode).toBe(204);
    writeFileSync(file, '{"labs":{}}');
    expect((await app.inject('/progress.json')).json()).toEqual({ labs: {} });
  });
});
