/** Clients and checkers that others have written, unmodified, against the running lab. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { ROOT } from './command-line.ts';
import { referees } from './python.ts';

const lab = inject('lab');
const at = (name: string): string => `http://127.0.0.1:${lab.ports[name]}`;
const token = (): string => readFileSync(join(lab.stateDir, 'secrets/admin_token'), 'utf8').trim();
let bin = '';

beforeAll(async () => {
  bin = await referees();
}, 600_000);

async function judge(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { exitCode, all } = await execa(join(bin, program), args, {
    cwd: ROOT,
    reject: false,
    all: true,
    env,
  });
  expect(exitCode, all).toBe(0);
  return all ?? '';
}

describe('from outside', () => {
  test("when Prometheus's own Python parsers read /metrics - then they accept both formats", async () => {
    await judge('python', [
      'packages/instrumentation/test/referee_openmetrics.py',
      at('INFERENCE_PORT'),
      at('FEATURES_PORT'),
      at('TRAFFIC_PORT'),
    ]);
  });

  test('when the ONNX checker and another ONNX Runtime read the models - then they agree with the trainer', async () => {
    const { stdout } = await execa('git', ['ls-files', 'models/*.onnx'], { cwd: ROOT });
    const models = stdout.split('\n');
    expect(models.length).toBeGreaterThan(1);
    await judge('python', ['packages/model/test/referee_onnx.py', ...models]);
  });

  test("when Triton's client talks to the inference service - then everything that it knows works", async () => {
    await judge(
      'python',
      ['apps/inference/test/referees/referee_tritonclient.py', at('INFERENCE_PORT'), 'models'],
      {
        ADMIN_TOKEN: token(),
      },
    );
  });

  test('when schemathesis makes requests from the OpenAPI document of the inference service - then no answer contradicts it', async () => {
    await judge('python', ['apps/inference/test/referees/referee_schemathesis.py', at('INFERENCE_PORT')], {
      ADMIN_TOKEN: token(),
    });
  });

  test('when schemathesis makes requests from the OpenAPI document of the feature service - then no answer contradicts it', async () => {
    await judge('schemathesis', [
      'run',
      `${at('FEATURES_PORT')}/docs/json`,
      '--phases=examples,coverage,fuzzing',
      '--checks=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance',
      '--max-examples=25',
      '--seed=1',
    ]);
  });
});
