import type { SolveContext } from '@lab/course/lab';
import { poll } from '@lab/engine-clients';
import { stringify } from 'yaml';
import { DATASOURCES_FILE, type Datasource } from './checks/datasources.ts';
import { mendTheScrape, mistakeOf } from './checks/mend-the-scrape.ts';
import { START_OF_FEATURES, whenItStarted } from './checks/when-it-started.ts';

const SCRAPED_WITHIN_MS = 30_000;

/** Which trace store there is differs from lab to lab, so this file is not in solution/. */
export async function writeDatasources({
  files,
  workbench,
  endpoints,
  engines,
}: SolveContext): Promise<void> {
  const store = engines.traces.name;
  const datasources: readonly Datasource[] = [
    {
      name: 'Prometheus',
      uid: 'my-prometheus',
      type: 'prometheus',
      url: workbench.prometheus,
      isDefault: true,
      jsonData: { exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: 'my-traces' }] },
    },
    { name: 'Loki', uid: 'my-loki', type: 'loki', url: endpoints.loki },
    { name: 'Traces', uid: 'my-traces', type: store, url: endpoints[store] },
  ];
  await files.write(DATASOURCES_FILE, stringify({ apiVersion: 1, datasources }));
}

/** As a learner finds them: what was drawn is known, what is measured is asked of the learner's Prometheus. */
export async function writeAnswers({ draws, workbenchEngines, writeAnswer }: SolveContext): Promise<void> {
  await writeAnswer(mendTheScrape.id, mistakeOf(draws));
  const started = await poll(
    async () => (await workbenchEngines.prometheus.query(START_OF_FEATURES))[0]?.value,
    { timeoutMs: SCRAPED_WITHIN_MS, intervalMs: 500, waitingFor: START_OF_FEATURES },
  );
  await writeAnswer(whenItStarted.id, String(Math.floor(started)));
}
