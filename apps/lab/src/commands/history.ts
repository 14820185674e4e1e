import { join } from 'node:path';
import { poll } from '@lab/engine-clients';
import { LabError, notRunning } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { oldestSample, simulatedMinutes } from '../history/existing-data.ts';
import { BlockStaging } from '../history/install-blocks.ts';
import { type Promtool, prometheusOf } from '../history/prometheus-of-lab.ts';
import { watchedFeatures } from '../history/watched-features.ts';
import { type HistoryPlan, writeBlocks } from '../history/write-blocks.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import { labStatus } from '../lab-route.ts';
import type { LabStatus } from '../lab-status.ts';
import type { CommandContext } from '../main.ts';
import type { Settings } from '../settings.ts';
import { statePaths } from '../state-dir.ts';

export interface HistoryOptions {
  readonly days: string;
  readonly seed: string;
}

const DAY_MINUTES = 1440;
/** One day less than Prometheus keeps, so that nothing of it is forgotten at once. */
const LONGEST_DAYS = 34;
/** The last hours are in memory and not yet a block; promtool warns against writing into them. */
const UNTOUCHED_MINUTES = 3 * 60;
/** Prometheus looks for new blocks once a minute. */
const BLOCKS_SEEN_WITHIN_MS = 150_000;

/** Gives Prometheus a simulated past that ends where its own memory begins. Done twice, it is there once. */
export async function history(
  { settings, output }: CommandContext,
  options: HistoryOptions,
): Promise<number> {
  const days = wholeNumber('--days', options.days, 1, LONGEST_DAYS);
  const seed = wholeNumber('--seed', options.seed, 0, 2 ** 31);
  const status = await labForPast(settings);
  const { prometheus } = endpointsOf(settings);
  const already = await simulatedMinutes(prometheus);
  const staging = new BlockStaging(join(statePaths(settings).data, 'prometheus-history'));
  if (already > 0 && !staging.isComplete) {
    output.line(`Prometheus has ${daysOf(already)} days of simulated past already; nothing was done.`);
    output.data({ created: false, minutes: already });
    return EXIT.ok;
  }

  const { promtool, install } = await prometheusOf(settings, status, staging);
  let plan: HistoryPlan | undefined;
  if (!staging.isComplete) {
    plan = planOf(days, seed, await oldestSample(prometheus), settings);
    output.line(
      `Simulating ${daysOf(plan.to - plan.from)} days, ${at(plan.from)} to ${at(plan.to)}, seed ${seed}`,
    );
    await make(plan, staging, promtool, (line) => output.line(line));
  }
  await install();
  staging.discard();
  output.line('The blocks are with Prometheus, which looks for new ones once a minute…');
  const expected = plan === undefined ? 1 : plan.to - plan.from;
  const minutes = await poll(
    async () => {
      const seen = await simulatedMinutes(prometheus);
      return seen >= expected ? seen : undefined;
    },
    {
      timeoutMs: BLOCKS_SEEN_WITHIN_MS,
      intervalMs: 2000,
      waitingFor: 'Prometheus to load the simulated past',
    },
  );
  output.line(`✔ ${daysOf(minutes)} days of simulated past (origin="simulated_history").`);
  output.line('→ ./lab budget reads it with the next evaluation of the rules, within a minute or so');
  output.data({ created: true, minutes, ...plan });
  return EXIT.ok;
}

async function make(
  plan: HistoryPlan,
  staging: BlockStaging,
  promtool: Promtool,
  say: (line: string) => void,
): Promise<void> {
  staging.begin();
  const interrupt = new AbortController();
  const abort = (): void => interrupt.abort();
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  try {
    await writeBlocks(plan, {
      promtool,
      folder: staging.folder,
      signal: interrupt.signal,
      onPiece: (done, of) => say(`  ${done} of ${of} blocks`),
    });
    staging.markComplete();
  } catch (error) {
    staging.discard();
    if (!interrupt.signal.aborted) throw error;
    throw new LabError(
      'INTERRUPTED',
      'interrupted; nothing was changed',
      './lab history starts over',
      EXIT.interrupted,
    );
  } finally {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  }
}

/** Ends where real data begins, and at least three hours ago. */
function planOf(days: number, seed: number, oldestMs: number, settings: Settings): HistoryPlan {
  const now = Math.floor(Date.now() / 60_000);
  const to = Math.min(now - UNTOUCHED_MINUTES, Math.floor(oldestMs / 60_000));
  const from = now - days * DAY_MINUTES;
  if (to - from < DAY_MINUTES / 24) {
    throw new LabError(
      'NO_ROOM',
      `Prometheus has real data since ${at(Math.floor(oldestMs / 60_000))}: ${days} days back there is no room for a simulated past`,
      'it never overlaps what was measured; ./lab down --volumes starts from nothing',
    );
  }
  return { from, to, seed, features: watchedFeatures(settings.root) };
}

/** @throws LabError where no lab runs, or one that no past can be given to */
async function labForPast(settings: Settings): Promise<LabStatus> {
  const status = await labStatus(settings);
  if (status === undefined) throw notRunning();
  if (settings.knobs.LAB_TIMING === 'drill') {
    throw new LabError(
      'DRILL_TIMING',
      'with drill timing a month is twelve hours, and a past in production timing would say nothing',
      'LAB_TIMING=production ./lab up',
    );
  }
  if (status.components.find(({ name }) => name === 'prometheus')?.ready !== true) {
    throw new LabError('NO_PROMETHEUS', 'Prometheus is not ready', './lab status shows why');
  }
  return status;
}

function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new LabError(
    'USAGE',
    `${option} ${given} is no whole number from ${least} to ${most}`,
    `for example ${option} ${Math.min(30, most)}`,
    EXIT.usage,
  );
}

const daysOf = (minutes: number): string => (minutes / DAY_MINUTES).toFixed(1);
const at = (minute: number): string => new Date(minute * 60_000).toISOString().slice(0, 16).replace('T', ' ');
