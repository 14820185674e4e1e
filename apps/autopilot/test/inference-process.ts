import { cpSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServiceProcess } from '@lab/instrumentation/testing';
import { onTestFinished } from 'vitest';
import { ADMIN_TOKEN } from './autopilot-app.ts';
import { tempFolder } from './temp-folder.ts';

const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));
export const MODEL = 'fraud-detection';

export interface Route {
  readonly champion: string;
  readonly canary?: { readonly version: string; readonly percent: number };
  readonly shadow?: readonly string[];
}

export interface TestInference {
  readonly url: string;
  /** The copy of the committed models. */
  readonly models: string;
  /** Where it finds models: the committed ones first, then what the autopilot releases. */
  readonly releases: string;
  /** Both, as MODEL_REPOSITORY. */
  readonly repository: string;
  route(): Promise<Route>;
  setRoute(route: Route): Promise<void>;
  load(version: string): Promise<void>;
  /** Versions in memory, ascending. */
  loaded(): Promise<string[]>;
  /** Answers every change of a route with 503 for so long. */
  refuseRoutes(seconds: number): Promise<void>;
}

/** The real inference service as a process of its own, with a copy of the committed models. */
export async function startInference(
  route: Route = { champion: '1', canary: { version: '2', percent: 10 } },
): Promise<TestInference> {
  const folder = tempFolder();
  const models = join(folder, 'models');
  const releases = join(folder, 'releases');
  cpSync(join(MODELS, MODEL), join(models, MODEL), { recursive: true });
  const service = startServiceProcess({
    folder: new URL('../../inference/', import.meta.url),
    env: {
      PORT: '0',
      OTEL_SERVICE_NAME: 'inference',
      OTEL_SDK_DISABLED: 'true',
      MODEL_REPOSITORY: [models, releases].join(delimiter),
      MODEL_ROUTES: JSON.stringify({ [MODEL]: route }),
      MODEL_EXECUTION: 'inline',
      FAULT_INJECTION: 'true',
      ADMIN_TOKEN,
      USER_ID_SALT: 'a salt for tests only',
    },
  });
  onTestFinished(() => service.kill());
  const url = await service.ready();
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const served = async () => {
    const all = (await (await fetch(`${url}/admin/models`, { headers })).json()) as {
      name: string;
      route: Route;
      versions: { version: string }[];
    }[];
    const found = all.find(({ name }) => name === MODEL);
    if (found === undefined) throw new Error(`${MODEL} is not served`);
    return found;
  };
  return {
    url,
    models,
    releases,
    repository: [models, releases].join(delimiter),
    route: async () => (await served()).route,
    loaded: async () => (await served()).versions.map(({ version }) => version),
    async load(version) {
      const path = `/admin/models/${MODEL}/versions/${version}/load`;
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async setRoute(wanted) {
      const answer = await fetch(`${url}/admin/models/${MODEL}/route`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(wanted),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async refuseRoutes(seconds) {
      const answer = await fetch(`${url}/admin/faults/request_errors`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ seconds, method: 'PUT', route: '/admin/models/:model/route' }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
  };
}
