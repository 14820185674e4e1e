import type { SolveContext } from '@lab/course/lab';
import { fetchText, poll } from '@lab/engine-clients';
import { type Document, parseDocument, stringify } from 'yaml';
import { type Agreement, agreementOf, OBJECTIVES_FILE } from './checks/agreement.ts';
import { AVAILABILITY } from './checks/availability.ts';
import { byHand, pastBurn } from './checks/by-hand.ts';
import { LATENCY } from './checks/latency.ts';
import { neverFires, silentPage } from './checks/never-fires.ts';
import { factorsOver, otherPeriod } from './checks/other-period.ts';
import { allowed, policy } from './checks/policy.ts';
import { idOf } from './checks/rules-of.ts';
import { highestBurn, pagedAt, watchItBurn } from './checks/watch-it-burn.ts';
import { pagesAfter, whenItPages } from './checks/when-it-pages.ts';

/** The page needs windows that are older than the incident: 55 minutes of an hour, sixty times as fast. */
const OLD_ENOUGH_MS = 100_000;
const INCIDENT_MS = 180_000;

export async function solve(lab: SolveContext): Promise<void> {
  const agreement = agreementOf(lab.draws);
  await lab.files.write(
    OBJECTIVES_FILE,
    objectives(await lab.files.read(OBJECTIVES_FILE), agreement, silentPage(lab.draws)),
  );
  await lab.files.write('tests/burn.test.yml', burnTest(agreement));
  const { rate, used } = pastBurn(agreement);
  await lab.writeAnswer(byHand.id, `${rate.toPrecision(4)}, ${used.toPrecision(4)}`);
  await lab.writeAnswer(otherPeriod.id, factorsOver(agreement.coverageDays).join(', '));
  await lab.writeAnswer(neverFires.id, silentPage(lab.draws));
  await lab.writeAnswer(whenItPages.id, pagesAfter(agreement).toFixed(1));
  await lab.writeAnswer(policy.id, (await allowed(lab.draws)).join(', '));
  await burn(lab);
  await lab.writeAnswer(watchItBurn.id, (await highestBurn(lab)).toFixed(1));
}

/** The file of the solution with the numbers of this learner; comments stay. */
export function objectives(written: string, agreement: Agreement, silent: string): string {
  const document: Document = parseDocument(written);
  document.setIn(['slos', 0, 'objective'], agreement.availability);
  document.setIn(['slos', 1, 'sli', 'threshold'], agreement.inTime);
  document.setIn(['slos', 2, 'period'], `${agreement.coverageDays}d`);
  document.setIn(['slos', 3, 'name'], silent);
  return document.toString({ lineWidth: 0 });
}

const PER_MINUTE = 600;
const HEALTHY_MINUTES = 360;
const INCIDENT_MINUTES = 120;

/** Six hours without an error, and the incident: nothing fires just before the page, and the page just after. */
export function burnTest(agreement: Agreement): string {
  const bad = PER_MINUTE * agreement.played;
  const good = PER_MINUTE - bad;
  const healthy = PER_MINUTE * HEALTHY_MINUTES;
  const at = (minutes: number) => `${HEALTHY_MINUTES + Math.round(minutes)}m`;
  const paging = 'count(ALERTS{alertstate="firing",sloth_severity="page"})';
  return stringify(
    {
      rule_files: [`../production/${idOf(AVAILABILITY)}.yml`],
      evaluation_interval: '1m',
      tests: [
        {
          name: 'an incident after six good hours pages when its hour is bad enough',
          interval: '1m',
          input_series: [
            {
              series: 'ml_predictions_total{job="inference",status="success"}',
              values: `0+${PER_MINUTE}x${HEALTHY_MINUTES} ${healthy + good}+${good}x${INCIDENT_MINUTES}`,
            },
            {
              series: 'ml_predictions_total{job="inference",status="error"}',
              values: `0x${HEALTHY_MINUTES} ${bad}+${bad}x${INCIDENT_MINUTES}`,
            },
          ],
          promql_expr_test: [
            { expr: paging, eval_time: at(pagesAfter(agreement) - 2), exp_samples: [] },
            {
              expr: paging,
              eval_time: at(pagesAfter(agreement) + 3),
              exp_samples: [{ labels: '{}', value: 1 }],
            },
          ],
        },
      ],
    },
    { lineWidth: 0 },
  );
}

/** Pushes the button once the latency objective has a past, and waits until its page has come and gone. */
async function burn(lab: SolveContext): Promise<void> {
  if ((await pagedAt(lab)).length > 0) return;
  const { prometheus } = lab.workbenchEngines;
  const old = `slo:sli_events:rate{sloth_id="${idOf(LATENCY)}"} offset 1m`;
  await poll(async () => ((await prometheus.query(old)).length > 0 ? true : undefined), {
    timeoutMs: OLD_ENOUGH_MS,
    intervalMs: 1000,
    waitingFor: `a minute of ${LATENCY}`,
    signal: lab.signal,
  });
  await fetchText(`${lab.workbench.secondService}/incident`, { method: 'POST' });
  await poll(
    async () => {
      const last = Math.max(0, ...(await pagedAt(lab)));
      return last > 0 && Date.now() / 1000 - last > 10 ? true : undefined;
    },
    { timeoutMs: INCIDENT_MS, intervalMs: 2000, waitingFor: 'the page to come and go', signal: lab.signal },
  );
}
