import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';
import { PinnedProcess } from '../pinned-process.ts';
import { pythonEnvironment } from '../python/environment.ts';
import type { Variant, VariantContext, VariantName } from './variant.ts';

const START_LIMIT_MS = 30_000;
const BARE_SERVER = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
const FASTAPI_FOLDER = fileURLToPath(new URL('../../fastapi', import.meta.url));

interface Recipe {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly readyPath: string;
  readonly metricsPath?: string;
}

/** Starts a variant on a free loopback port, and waits until it can predict. */
export async function startVariant(name: VariantName, context: VariantContext): Promise<Variant> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const recipe = await recipeOf(name, port, context);
  const logFile = join(context.outputFolder, `${name}.jsonl`);
  const child = new PinnedProcess({
    name,
    core: context.core,
    command: recipe.command,
    cwd: recipe.cwd,
    env: recipe.env,
    stdout: logFile,
    stderr: join(context.outputFolder, `${name}.stderr.log`),
  });
  try {
    await child.answers(`${origin}${recipe.readyPath}`, START_LIMIT_MS, context.signal);
  } catch (error) {
    await child.stop();
    throw error;
  }
  const { metricsPath } = recipe;
  return {
    name,
    url: `${origin}/predict`,
    process: child,
    ...(metricsPath === undefined ? {} : { observed: { logFile, metricsUrl: `${origin}${metricsPath}` } }),
  };
}

async function recipeOf(name: VariantName, port: number, context: VariantContext): Promise<Recipe> {
  const modelPath = join(context.root, 'models/fraud-detection/2');
  switch (name) {
    case 'bare':
      return {
        command: [process.execPath, BARE_SERVER],
        cwd: context.root,
        env: { PORT: String(port), MODEL_PATH: modelPath },
        readyPath: '/healthz',
      };
    case 'ours':
      return ours(port, context);
    case 'fastapi':
    case 'fastapi-lean':
      return {
        // Without the access log: a second line per request would be work that the others do not have.
        command: [
          await pythonEnvironment(context),
          ...['-m', 'uvicorn', 'app:app', '--host', '127.0.0.1', '--port', String(port)],
          '--no-access-log',
        ],
        cwd: FASTAPI_FOLDER,
        env: {
          MODEL_PATH: modelPath,
          PYTHONDONTWRITEBYTECODE: '1',
          OTEL_SERVICE_NAME: name,
          OTEL_EXPORTER_OTLP_ENDPOINT: context.otlpUrl,
          ...(name === 'fastapi-lean' ? { ASGI_SPANS: 'off' } : {}),
        },
        readyPath: '/healthz',
        metricsPath: '/metrics/',
      };
  }
}

/** apps/inference as ./lab starts it, without a feature service and with one version that answers. */
function ours(port: number, { root, otlpUrl, profileFolder }: VariantContext): Recipe {
  const profile = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  return {
    command: [process.execPath, ...profile, '--import', '@lab/instrumentation/register', 'src/server.ts'],
    cwd: join(root, 'apps/inference'),
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'info',
      DEPLOYMENT_ENVIRONMENT: 'bench',
      SHUTDOWN_DRAIN_MS: '0',
      USER_ID_SALT: 'the salt of the benchmark',
      ADMIN_TOKEN: 'the admin token of the benchmark',
      MODEL_REPOSITORY: join(root, 'models'),
      MODEL_ROUTES: JSON.stringify({ 'fraud-detection': { champion: '2' } }),
      OTEL_SERVICE_NAME: 'inference',
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
    },
    readyPath: '/readyz',
    metricsPath: '/metrics',
  };
}
