import { fetchJson, fetchText } from '../../http.ts';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import { authorised, type Injector, type Of, SWITCH_TIMEOUT_MS } from './injector.ts';

const MODEL = 'fraud-detection';

interface ModelState {
  readonly name: string;
  readonly route?: unknown;
}

/** Lets other versions answer, and afterwards those that did. */
export function route({ route: wanted }: Of<'route'>, lab: LabUnderDrill): Injector {
  const models = `${lab.endpoints.inference}/admin/models`;
  const common = { headers: authorised(lab), timeoutMs: SWITCH_TIMEOUT_MS };
  let before: unknown;
  const set = async (body: unknown): Promise<void> => {
    await fetchText(`${models}/${MODEL}/route`, { ...common, method: 'PUT', body });
  };
  return {
    async inject() {
      const states = await fetchJson<ModelState[]>(models, common);
      before = states.find(({ name }) => name === MODEL)?.route;
      await set(wanted);
    },
    async rollBack() {
      if (before !== undefined) await set(before);
    },
  };
}
