import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixtureHost } from '../../test/fixture-host.ts';
import { renderText } from '../exposition/text-format.ts';
import { textfile } from './textfile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'textfile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), 1_760_000_000.9, 1_760_000_000.9);
}

const scrape = async (folders = [folder]) =>
  renderText(await textfile.create({ ...fixtureHost('small-vm'), textfiles: folders })()).replaceAll(
    folder,
    '…',
  );

describe('textfile', () => {
  test('when files are there - then their metrics, and when they were written, are shown', async () => {
    write(
      'backup.prom',
      '# HELP backup_bytes Size.\n# TYPE backup_bytes gauge\nbackup_bytes{disk="a"} 5\nbackup_bytes 1\n',
    );
    write('ignored.txt', 'not metrics');
    expect(await scrape()).toBe(
      [
        '# HELP backup_bytes Size.',
        '# TYPE backup_bytes gauge',
        'backup_bytes{disk="a"} 5',
        'backup_bytes{disk=""} 1',
        '# HELP node_textfile_mtime_seconds Unixtime mtime of textfiles successfully read.',
        '# TYPE node_textfile_mtime_seconds gauge',
        'node_textfile_mtime_seconds{file="…/backup.prom"} 1760000000',
        '# HELP node_textfile_scrape_error 1 if there was an error opening or reading a file, 0 otherwise',
        '# TYPE node_textfile_scrape_error gauge',
        'node_textfile_scrape_error 0',
        '',
      ].join('\n'),
    );
  });

  test('when one file is no text format - then the others are shown and the error is told', async () => {
    write('bad.prom', 'this is no metric\n');
    write('good.prom', 'good 1\n');
    const text = await scrape();
    expect(text).toContain('# HELP good Metric read from …/good.prom\n# TYPE good untyped\ngood 1\n');
    expect(text).toContain('node_textfile_scrape_error 1\n');
    expect(text).not.toContain('file="…/bad.prom"');
  });

  test('when a file has time stamps - then the whole file is left out', async () => {
    write('old.prom', 'old 1 1760000000000\nanother 1\n');
    expect(await scrape()).not.toContain('another');
  });

  test('when two files disagree on what a family is - then the first is right and the error is told', async () => {
    write('a.prom', '# HELP x One.\nx{from="a"} 1\n');
    write('b.prom', '# HELP x Another.\nx{from="b"} 1\n');
    const text = await scrape();
    expect(text).toContain('x{from="a"} 1\n');
    expect(text).not.toContain('from="b"');
    expect(text).toContain('node_textfile_scrape_error 1\n');
  });

  test('when a folder is missing - then the error is told', async () => {
    expect(await scrape([join(folder, 'none')])).toContain('node_textfile_scrape_error 1\n');
  });
});
