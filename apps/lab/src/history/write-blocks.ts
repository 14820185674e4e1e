/** From a simulated past to blocks of Prometheus's database, a piece at a time so that memory stays bounded. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BLOCKS } from './install-blocks.ts';
import { OpenMetricsFile } from './open-metrics-file.ts';
import { SimulatedPast } from './past.ts';
import type { Promtool } from './prometheus-of-lab.ts';
import { RawSeries } from './raw-series.ts';
import { SloSeries } from './slo-series.ts';

export interface HistoryPlan {
  /** Minutes since the epoch: the first that is written, and the first that is not. */
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  /** Names of the features that are watched for drift. */
  readonly features: readonly string[];
}

export interface HistoryTools {
  /** Works in `folder`. */
  readonly promtool: Promtool;
  /** An empty folder; the blocks are in its `blocks` afterwards. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** Called after each piece. */
  readonly onPiece: (done: number, of: number) => void;
}

/**
 * The longest block that Prometheus makes itself within 35 days of retention (two hours times three, thrice): longer
 * ones it would not merge, shorter ones it would have to.
 */
const BLOCK_HOURS = 54;
const BLOCK_MINUTES = BLOCK_HOURS * 60;

/** In the folder, as promtool names it there. */
const PIECE = 'piece.om';

export async function writeBlocks(plan: HistoryPlan, tools: HistoryTools): Promise<void> {
  mkdirSync(join(tools.folder, BLOCKS), { recursive: true });
  const past = new SimulatedPast(plan, plan.seed, plan.features.length);
  const raw = new RawSeries(plan.features, plan.seed);
  const slos = new SloSeries(plan.to - plan.from);
  const pieces = piecesOf(plan.from, plan.to);
  for (const [index, { from, to }] of pieces.entries()) {
    const path = join(tools.folder, PIECE);
    const file = new OpenMetricsFile(path);
    for (let minute = from; minute < to; minute++) {
      const now = past.at(minute);
      raw.write(file, now);
      slos.write(file, now);
    }
    file.close();
    const blocksOf = ['tsdb', 'create-blocks-from', `--max-block-duration=${BLOCK_HOURS}h`];
    await tools.promtool([...blocksOf, 'openmetrics', '--quiet', PIECE, BLOCKS], tools.signal);
    rmSync(path);
    tools.onPiece(index + 1, pieces.length);
  }
}

/** Pieces that end where blocks of Prometheus do. */
export function piecesOf(
  from: number,
  to: number,
): readonly { readonly from: number; readonly to: number }[] {
  const pieces: { from: number; to: number }[] = [];
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / BLOCK_MINUTES) + 1) * BLOCK_MINUTES);
    pieces.push({ from: start, to: end });
    start = end;
  }
  return pieces;
}
