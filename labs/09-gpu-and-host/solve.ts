import type { SolveContext } from '@lab/course/lab';
import { fetchText, poll } from '@lab/engine-clients';
import { CAPACITY, costOfAPrediction } from './checks/cost-of-a-prediction.ts';
import { fullWhen } from './checks/full-when.ts';
import { drawnOf } from './checks/machines.ts';
import { centsPerThousand, planOf, replicasFor } from './checks/plan.ts';
import { replicas } from './checks/replicas.ts';
import { FIRST_SECONDS, measured } from './checks/surge.ts';
import { whichGpu } from './checks/which-gpu.ts';
import { illGpu, illnessOf } from './starter/simulation/gpus.ts';
import { fillingStore, type StoreName } from './starter/simulation/stores.ts';

const LONGEST_SECONDS = 10_000;

/** So long after the first minute, there are full minutes of usual traffic to compare with. */
const USUAL_SECONDS = 40;
/** After that, the last minute is one of the surge alone. */
const HEIGHT_SECONDS = 75;
const READY_WITHIN_MS = 180_000;
const SURGED_WITHIN_MS = 150_000;
const WATCHED_WITHIN_MS = 240_000;
const ENOUGH_SAMPLES = 75;

/** What the files of the solution cannot hold: what was drawn, and what is measured. */
export async function solve(lab: SolveContext): Promise<void> {
  const drawn = drawnOf(lab);
  await lab.writeAnswer(whichGpu.id, `${illGpu(drawn)} ${illnessOf(drawn)}`);
  await surge(lab);
  const store = fillingStore(drawn);
  await lab.writeAnswer(fullWhen.id, `${store} ${await endOfSpace(lab, store)}`);
  const milliseconds = ((await fromTwoPoints(lab)) * 1000).toFixed(2);
  await lab.writeAnswer(costOfAPrediction.id, milliseconds);
  const plan = planOf(lab.draws);
  const count = replicasFor(plan, Number(milliseconds) / 1000);
  await lab.writeAnswer(replicas.id, `${count}, ${centsPerThousand(plan, count).toPrecision(3)}`);
}

/** Pushes the button once there is something to compare with, and waits until a minute holds nothing but the surge. */
async function surge(lab: SolveContext): Promise<void> {
  const { prometheus } = lab.workbenchEngines;
  const old = `${CAPACITY.cpu} offset ${USUAL_SECONDS}s`;
  const usualFrom = lab.startedAt + (FIRST_SECONDS + USUAL_SECONDS) * 1000;
  await poll(
    async () => (Date.now() > usualFrom && (await prometheus.query(old)).length > 0 ? true : undefined),
    {
      timeoutMs: READY_WITHIN_MS,
      intervalMs: 1000,
      waitingFor: `${USUAL_SECONDS} s of usual traffic after the first minute`,
      signal: lab.signal,
    },
  );
  if ((await measured(lab)).isSeen) return;
  const pushedAt = Date.now();
  await fetchText(`${lab.workbench.secondService}/surge`, { method: 'POST' });
  await poll(
    async () => {
      const isAtItsHeight = Date.now() - pushedAt > HEIGHT_SECONDS * 1000;
      return isAtItsHeight && (await measured(lab)).isSeen ? true : undefined;
    },
    { timeoutMs: SURGED_WITHIN_MS, intervalMs: 2000, waitingFor: 'the surge', signal: lab.signal },
  );
}

/** Time of day, in UTC, at which the line of the last minutes reaches zero. */
async function endOfSpace({ workbenchEngines, signal }: SolveContext, store: StoreName): Promise<string> {
  const { prometheus } = workbenchEngines;
  const space = `node_filesystem_avail_bytes{job="stores",instance="${store}"}`;
  await poll(
    async () =>
      (await prometheus.sum(`count_over_time(${space}[3m])`)) >= ENOUGH_SAMPLES ? true : undefined,
    {
      timeoutMs: WATCHED_WITHIN_MS,
      intervalMs: 2000,
      waitingFor: `three minutes of ${store}`,
      signal,
    },
  );
  const end = await prometheus.sum(`time() + ${space} / -deriv(${space}[3m])`);
  return new Date(end * 1000).toISOString().slice(11, 16);
}

/** CPU seconds of one more prediction, from a moment of the most and one of the usual, as a learner reads them off. */
async function fromTwoPoints(lab: SolveContext): Promise<number> {
  const { prometheus } = lab.workbenchEngines;
  const { usual, most } = await measured(lab);
  const start = Math.max(lab.startedAt / 1000 + FIRST_SECONDS, Date.now() / 1000 - LONGEST_SECONDS);
  const range = { start, step: 5 };
  const [rates] = await prometheus.queryRange(CAPACITY.rate, range);
  const [cpus] = await prometheus.queryRange(CAPACITY.cpu, range);
  const cpuAt = new Map(cpus?.points.map(({ timestamp, value }) => [timestamp, value]));
  const points = (rates?.points ?? []).flatMap(({ timestamp, value: rate }) => {
    const cpu = cpuAt.get(timestamp);
    return cpu === undefined ? [] : [{ rate, cpu }];
  });
  const nearest = (level: number): (typeof points)[number] =>
    points.reduce((best, point) =>
      Math.abs(point.rate - level) < Math.abs(best.rate - level) ? point : best,
    );
  if (points.length === 0) throw new Error('nothing was recorded');
  const [before, height] = [nearest(usual), nearest(most)];
  return (height.cpu - before.cpu) / (height.rate - before.rate);
}
