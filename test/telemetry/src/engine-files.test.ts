/** The engines' own tools judge the files in infra/: what they refuse would keep an engine from starting. */
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, inject, test } from 'vitest';
import { ROOT } from './command-line.ts';

const lab = inject('lab');
const at = (name: string): string => `http://127.0.0.1:${lab.ports[name]}`;

async function run(
  binary: string,
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string } = {},
) {
  const path = lab.binaries[binary];
  if (path === undefined) throw new Error(`no ${binary}: ./lab engines says how to get it`);
  const { exitCode, all } = await execa(path, args, { cwd: ROOT, reject: false, all: true, ...options });
  return { exitCode, output: all ?? '' };
}

const ok = async (
  binary: string,
  args: readonly string[],
  options?: Parameters<typeof run>[2],
): Promise<void> => {
  const { exitCode, output } = await run(binary, args, options);
  expect(exitCode, output).toBe(0);
};

describe('the files in infra/', () => {
  test('when promtool checks the configuration and every rule - then it finds nothing', async () => {
    await ok('promtool', [
      'check',
      'config',
      '--lint=all',
      '--lint-fatal',
      join(lab.stateDir, 'prometheus/prometheus.yml'),
    ]);
  });

  test('when amtool checks the configuration - then it finds nothing', async () => {
    await ok('amtool', [
      'check-config',
      'infra/alertmanager/alertmanager.yml',
      'infra/alertmanager/drill/alertmanager.yml',
      join(lab.stateDir, 'alertmanager/alertmanager.yml'),
    ]);
  });

  test('when a rule has a typing error - then promtool refuses it, so the check above can fail', async () => {
    const { exitCode } = await run('promtool', ['check', 'rules'], {
      input: 'groups: [{ name: g, rules: [{ record: r, expr: "sum(" }] }]',
    });
    expect(exitCode).not.toBe(0);
  });
});

describe("the services' metrics", () => {
  test.each([['INFERENCE_PORT'], ['FEATURES_PORT'], ['TRAFFIC_PORT'], ['PAGER_PORT'], ['SITE_PORT']])(
    'when promtool checks /metrics at %s - then it finds nothing',
    async (port) => {
      const metrics = await (await fetch(`${at(port)}/metrics`)).text();
      await ok('promtool', ['check', 'metrics'], { input: metrics });
    },
  );
});
