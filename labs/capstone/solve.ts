import type { SolveContext } from '@lab/course/lab';
import { fetchText, poll } from '@lab/engine-clients';
import { firing, messages } from './checks/alert.ts';
import { ask } from './customer.ts';
import { type LearnersSystem, systemOf } from './system.ts';

const RUNS_WITHIN_MS = 60_000;
const BROKEN_SECONDS = 60;
const FIRES_WITHIN_MS = 90_000;
const IS_OVER_WITHIN_MS = 150_000;
const PAUSE_MS = 500;

/** Breaks the service until its alert has fired and was told, and sees it recover. */
export async function solve(lab: SolveContext): Promise<void> {
  const system = await systemOf(lab);
  await until(lab, RUNS_WITHIN_MS, 'the rules to be loaded', async () =>
    (await system.prometheus.rules()).some(({ name }) => name === system.alert),
  );
  await until(lab, RUNS_WITHIN_MS, 'the service to answer', () => served(system));
  if ((await firing(system, lab.startedAt)).length === 0) await breakIt(lab, system);
  await until(lab, FIRES_WITHIN_MS, 'the alert to fire', async () => {
    await served(system);
    return (await firing(system, lab.startedAt)).length > 0;
  });
  const [first = 0] = await firing(system, lab.startedAt);
  await lab.writeAnswer('alert', new Date(first * 1000).toISOString());
  await lab.writeAnswer('traces', await failedTrace(lab, system));
  await fetchText(switchOf(system), { ...asAdmin(lab), method: 'DELETE' });
  await until(lab, IS_OVER_WITHIN_MS, 'the pager to be told that it is over', async () => {
    await served(system);
    return (await messages(system, lab.startedAt, 'resolved')) > 0;
  });
}

const until = (lab: SolveContext, timeoutMs: number, waitingFor: string, isSo: () => Promise<boolean>) =>
  poll(async () => ((await isSo()) ? true : undefined), {
    timeoutMs,
    intervalMs: PAUSE_MS,
    waitingFor,
    signal: lab.signal,
  });

const served = async (system: LearnersSystem): Promise<boolean> => (await ask(system)).status < 500;

const switchOf = ({ metricsUrl }: LearnersSystem): string =>
  new URL('/admin/faults/request_errors', metricsUrl).href;

const asAdmin = ({ adminAuthorization }: SolveContext) => ({
  headers: { authorization: adminAuthorization },
});

async function breakIt(lab: SolveContext, system: LearnersSystem): Promise<void> {
  await fetchText(switchOf(system), {
    ...asAdmin(lab),
    method: 'PUT',
    body: { method: 'POST', seconds: BROKEN_SECONDS },
  });
}

/** A request that failed since this lab was started. */
const failedTrace = (lab: SolveContext, { service }: LearnersSystem): Promise<string> =>
  poll(async () => (await lab.engines.traces.search({ service, failed: true }, lab.startedAt / 1000))[0], {
    timeoutMs: RUNS_WITHIN_MS,
    intervalMs: PAUSE_MS,
    waitingFor: `a failed trace of ${service}`,
    signal: lab.signal,
  });
