import { type Draws, type Finding, firstFailure, found, type LearnerFiles, type Task } from '@lab/course/lab';
import type { LabEndpoints } from '@lab/engine-clients';
import { atQuery, atTargets, described, targetsOf } from './target-of.ts';

const FILE = 'prometheus/targets/collector.json';
const OWN_METRIC = 'otelcol_process_memory_rss_bytes';

/** What is wrong with the target, drawn for each learner. */
const MISTAKES = ['port', 'path', 'scheme'] as const;
type Mistake = (typeof MISTAKES)[number];

export const mistakeOf = (draws: Draws): Mistake => draws.pick('collector-mistake', MISTAKES);

/** The broken target list. A folder that is gone on with keeps what its learner has made of it. */
export async function writeMistake(
  files: LearnerFiles,
  mistake: Mistake,
  { collectorSelfMetrics, collectorSpanMetrics }: LabEndpoints,
): Promise<void> {
  if (await files.exists(FILE)) return;
  // The span metrics answer on a port beside it, and are up: `up` alone would find nothing wrong.
  const address = new URL(mistake === 'port' ? collectorSpanMetrics : collectorSelfMetrics).host;
  const labels =
    mistake === 'path'
      ? { __metrics_path__: '/metric' }
      : mistake === 'scheme'
        ? { __scheme__: 'https' }
        : {};
  await files.write(FILE, `${JSON.stringify([{ targets: [address], labels }], null, 2)}\n`);
}

export const mendTheScrape: Task = {
  id: 'mend-the-scrape',
  title: 'Mend a scrape that brings nothing',
  question: {
    text: "Which part of the Collector's target was wrong?",
    form: 'port, path or scheme',
  },
  hints: [
    'The targets page, or /api/v1/targets, shows the whole address that Prometheus asks, and the last error. Compare the address with .env, and ask it yourself.',
    'An address has a scheme, a port and a path. Labels that begin with two underscores in a target list change the first and the last. A target can be up and still be somebody else.',
    "In prometheus/targets/collector.json: the port is the Collector's COLLECTOR_SELF_METRICS_PORT, and neither __scheme__ nor __metrics_path__ is needed. The part that you had to change is the answer.",
  ],
  async check(lab) {
    const { workbenchEngines, workbench, draws, answer, endpoints } = lab;
    const targets = await targetsOf(workbenchEngines.prometheus, 'collector');
    return firstFailure(
      () =>
        found(targets.length > 0 && targets.every(({ health }) => health === 'up'), {
          expected: `job collector with the target ${endpoints.collectorSelfMetrics}/metrics, up`,
          seen: described(targets),
          lookAt: atTargets(workbench.prometheus),
        }),
      async () => {
        // By the address too: what an address told that is no target any more stays for two scrapes.
        const instances = targets.map(({ instance }) => instance).join('|');
        const expression = `${OWN_METRIC}{job="collector", instance=~"${instances}"}`;
        const samples = await workbenchEngines.prometheus.query(expression);
        return found(samples.length > 0, {
          expected: `${OWN_METRIC}, which the Collector has of itself`,
          seen:
            samples.length > 0
              ? `${samples.length} series`
              : 'the target is up, but has no such series: something else answers there',
          lookAt: atQuery(workbench.prometheus, expression),
        });
      },
      (): Finding =>
        found(answer(mendTheScrape.id)?.toLowerCase() === mistakeOf(draws), {
          expected: 'the part of the address that was wrong when you began',
          seen: `"${answer(mendTheScrape.id)}"`,
          lookAt: `answers.yaml; ${FILE} as it was is in a new ./lab reset`,
        }),
    );
  },
};
