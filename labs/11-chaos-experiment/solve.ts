import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepRun, loadExperiment, runExperiment, switchOf, type Verdict } from '@lab/chaos';
import type { SolveContext } from '@lab/course/lab';
import { PrometheusApi } from '@lab/engine-clients';
import { stringify } from 'yaml';
import { cardOf, priceOf } from './checks/card.ts';
import { claim } from './checks/claim.ts';
import { type Claim, claimOf } from './checks/claims.ts';
import { CLAIM, runsOf, SLOW_MODEL } from './checks/experiment-of.ts';
import { firstRun } from './checks/first-run.ts';
import { TWENTIETH_FAILS } from './checks/lab-situations.ts';
import { poolMateOf } from './checks/pools.ts';
import { price } from './checks/price.ts';

const SHOP = ['src/shop/app.ts', 'src/shop/model.ts'] as const;
const REFUTED: readonly Verdict[] = ['aborted', 'deviated'];
/** The shop is started again a moment after its files have changed, and a busy machine makes anybody late. */
const ATTEMPTS = 3;

export async function solve(lab: SolveContext): Promise<void> {
  const { draws } = lab;
  const card = cardOf(draws);
  const percent = priceOf(card);
  await lab.writeAnswer(price.id, `${percent.toPrecision(4)} ${percent <= card.allowed ? 'yes' : 'no'}`);
  await lab.writeAnswer(firstRun.id, poolMateOf(draws));
  // The solution is there already; the first run is of the shop as it was handed over.
  await shopOf(lab, './starter/');
  await carryOut(lab, SLOW_MODEL, REFUTED);
  await shopOf(lab, './solution/');
  await carryOut(lab, SLOW_MODEL, ['held']);
  await lab.files.write(CLAIM, claimExperiment(claimOf(draws)));
  const verdict = await carryOut(lab, CLAIM, ['held', ...REFUTED]);
  await lab.writeAnswer(claim.id, verdict === 'held' ? 'held' : 'refuted');
}

async function shopOf({ files }: SolveContext, folder: './starter/' | './solution/'): Promise<void> {
  for (const path of SHOP)
    await files.write(path, await readFile(new URL(`${folder}${path}`, import.meta.url), 'utf8'));
}

/** Where a run since the start has come to it, there is nothing to do. */
async function carryOut(lab: SolveContext, path: string, wanted: readonly Verdict[]): Promise<Verdict> {
  const file = await loadExperiment(join(lab.files.folder, path));
  const known = (await runsOf(lab, path)).findLast(
    ({ journal, isOfThisFile }) => isOfThisFile && wanted.includes(journal.verdict),
  );
  if (known !== undefined) return known.journal.verdict;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await runExperiment(file.experiment, {
      prometheus: new PrometheusApi(file.experiment.prometheus ?? lab.endpoints.prometheus),
      switches: file.experiment.method.map((injection) => switchOf(injection, lab)),
      signal: lab.signal,
      tell: () => undefined,
    });
    const { journal } = await keepRun(file, outcome);
    if (wanted.includes(journal.verdict)) return journal.verdict;
  }
  throw new Error(`${path} has come to none of ${wanted.join(', ')}: see its runs`);
}

const ANSWERED =
  'sum(rate(traffic_requests_total{outcome="success"}[30s])) / sum(rate(traffic_requests_total[30s]))';

function claimExperiment({ text, service, fault, contradiction }: Claim): string {
  const probe =
    contradiction === TWENTIETH_FAILS
      ? { title: 'customers get a prediction', query: ANSWERED, at_least: 0.99 }
      : {
          title: 'customers have their answer within a second',
          query: 'histogram_quantile(0.99, sum by (le) (rate(traffic_request_duration_seconds_bucket[30s])))',
          at_most: 1,
        };
  return stringify(
    {
      title: 'A sentence of the architecture',
      hypothesis: text,
      steady_state: [probe],
      method: [{ kind: 'service_fault', service, fault }],
      lasts: '1m',
      abort_when: [{ title: 'nearly nobody gets a prediction', query: `${ANSWERED} < 0.2` }],
      recovers_within: '3m',
    },
    { lineWidth: 0 },
  );
}
