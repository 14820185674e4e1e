/** From a simulated past to blocks of Prometheus's database, a piece at a time so that memory stays bounded. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { OpenMetricsFile } from './open-metrics-file.ts';
import { SimulatedPast } from './past.ts';
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
  readonly promtool: string;
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

/** @returns the folder with the blocks */
export async function writeBlocks(plan: HistoryPlan, tools: HistoryTools): Promise<string> {
  const blocks = join(tools.folder, 'blocks');
  mkdirSync(blocks, { recursive: true });
  const past = new SimulatedPast(plan, plan.seed, plan.features.length);
  const raw = new RawSeries(plan.features, plan.seed);
  const slos = new SloSeries(plan.to - plan.from);
  const pieces = piecesOf(plan.from, plan.to);
  for (const [index, { from, to }] of pieces.entries()) {
    const path = join(tools.folder, 'piece.om');
    const file = new OpenMetricsFile(path);
    for (let minute = from; minute < to; minute++) {
      const now = past.at(minute);
      raw.write(file, now);
      slos.write(file, now);
    }
    file.close();
    await execa(
      tools.promtool,
      [
        'tsdb',
        'create-blocks-from',
        `--max-block-duration=${BLOCK_HOURS}h`,
        'openmetrics',
        '--quiet',
        path,
        blocks,
      ],
      tools.signal === undefined ? {} : { cancelSignal: tools.signal },
    );
    rmSync(path);
    tools.onPiece(index + 1, pieces.length);
  }
  return blocks;
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
