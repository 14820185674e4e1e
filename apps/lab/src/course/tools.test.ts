import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { readSettings } from '../settings.ts';
import { writeExecutable } from '../testing/executable.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { runTool } from './tools.ts';

afterEach(() => vi.unstubAllEnvs());

/** What a tool is told, on a machine whose docker and promtool repeat it. */
function machine() {
  const bin = tempDir();
  for (const name of ['docker', 'promtool'])
    writeExecutable(join(bin, name), `printf '%s|' ${name} "$PWD" "$@"; exit 7`);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  return { settings: readSettings({ LAB_ENGINES_DIR: bin }), folder: tempDir() };
}

test('a tool - when the lab is one of processes - then its binary runs in the learner files', async () => {
  const place = { ...machine(), route: 'native' } as const;
  expect(await runTool(place, 'promtool', ['test', 'rules', 'two words'])).toEqual({
    exitCode: 7,
    output: `promtool|${place.folder}|test|rules|two words|`,
  });
});

test('a tool - when the lab is one of containers - then that of the image runs, and finds the files', async () => {
  const place = { ...machine(), route: 'docker' } as const;
  const { output } = await runTool(place, 'amtool', ['config', 'routes']);
  const image = `prom/alertmanager:v${place.settings.versions.ALERTMANAGER_VERSION}`;
  expect(output).toBe(
    `docker|${place.folder}|run|--rm|--network|host|--volume|${place.folder}:/workbench:ro|--workdir|/workbench|--entrypoint|/bin/amtool|${image}|config|routes|`,
  );
});
