/** Data sets drawn for one learner: the same at each look, others for another. */
import type { Draws, LabContext } from '@lab/course/lab';
import { Random } from './random.ts';

export type Rows = Readonly<Record<string, readonly (number | string)[]>>;
const DRIFT_KINDS = ['covariate', 'prior', 'concept'] as const;
type DriftKind = (typeof DRIFT_KINDS)[number];
const WINDOW_NAMES = ['alpha', 'beta', 'gamma'] as const;
const UNKNOWN_CHANNELS = ['kiosk', 'partner', 'watch', 'terminal'] as const;

export interface DrawnData {
  /** By file name below `data/`. */
  readonly files: Readonly<Record<string, Rows>>;
  /** The window whose small sample hides a real shift. */
  readonly realWindow: (typeof WINDOW_NAMES)[number];
  readonly unknownChannel: string;
  readonly unknownRows: number;
  readonly kind: DriftKind;
}

const seeded = (draws: Draws, name: string): Random => new Random(draws.integer(name, 1, 2 ** 32 - 1));

/** A check asks for the same data at each look. */
const known = new WeakMap<Draws, DrawnData>();

export function drawnData({ draws }: Pick<LabContext, 'draws'>): DrawnData {
  const data = known.get(draws) ?? draw(draws);
  known.set(draws, data);
  return data;
}

function draw(draws: Draws): DrawnData {
  const turn = draws.integer('windows', 0, WINDOW_NAMES.length - 1);
  const name = (index: number) =>
    WINDOW_NAMES[(turn + index) % WINDOW_NAMES.length] as (typeof WINDOW_NAMES)[number];
  const unknownChannel = draws.pick('channel', UNKNOWN_CHANNELS);
  const unknownRows = draws.integer('channel-rows', 9, 40);
  const kind = draws.pick('kind', DRIFT_KINDS);
  return {
    files: {
      ...payments(seeded(draws, 'payments'), unknownChannel, unknownRows),
      // Enough rows find any difference; this one is of no consequence.
      ...windowPair(name(0), seeded(draws, 'huge'), 100_000, 0.04),
      ...windowPair(name(1), seeded(draws, 'small'), 180, draws.integer('shift', 65, 95) / 100),
      ...windowPair(name(2), seeded(draws, 'nothing'), 800, 0),
      'p-values.csv': pValues(seeded(draws, 'p-values'), 30, 20, 3),
      ...labelled(seeded(draws, 'labelled'), kind),
    },
    realWindow: name(1),
    unknownChannel,
    unknownRows,
    kind,
  };
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Two data sets of payments of which some columns differ. */
export function payments(random: Random, unknownChannel: string, unknownRows: number): Record<string, Rows> {
  const rows = (count: number, scale: number, mix: readonly number[], unknown: number): Rows => ({
    amount: random.times(count, () => rounded(scale * Math.exp(3 + 0.8 * random.normal()))),
    minutes_since_login: random.times(count, () => rounded(-12 * Math.log(1 - random.uniform()))),
    channel: random.times(count, (index) =>
      index < unknown ? unknownChannel : random.choice(['web', 'app', 'phone'], mix),
    ),
    country: random.times(count, () => random.choice(['DE', 'FR', 'PL', 'SE'], [5, 3, 2, 1])),
  });
  return {
    'reference.csv': rows(4000, 1, [5, 4, 1], 0),
    'current.csv': rows(3000, 1.15, [5, 3, 2], unknownRows),
  };
}

function windowPair(name: string, random: Random, rows: number, shift: number): Record<string, Rows> {
  const amounts = (moved: number): Rows => ({
    amount: random.times(rows, () => rounded(100 + 20 * (random.normal() + moved))),
  });
  return { [`window-${name}-reference.csv`]: amounts(0), [`window-${name}-current.csv`]: amounts(shift) };
}

/** P values of comparisons without drift, but for a few features of one window. */
export function pValues(random: Random, windows: number, features: number, drifted: number): Rows {
  const real = random.integerBelow(windows);
  const cells = Array.from({ length: windows * features }, (_, index) => ({
    window: Math.floor(index / features),
    feature: index % features,
  }));
  return {
    window: cells.map(({ window }) => window + 1),
    feature: cells.map(({ feature }) => `f${String(feature + 1).padStart(2, '0')}`),
    p_value: cells.map(({ window, feature }) =>
      window === real && feature % 7 === 2 && feature < 7 * drifted
        ? random.uniform() * 1e-6
        : random.uniform(),
    ),
  };
}

const FRAUD_SHARE = 0.08;
const LABELLED_ROWS = 6000;

/** Payments with their truth, before and after: amount and distance, of which distance tells frauds. */
function labelled(random: Random, kind: DriftKind): Record<string, Rows> {
  const draw = (share: number) => {
    const fraud = random.uniform() < share ? 1 : 0;
    return {
      amount: rounded(Math.exp(3 + 0.3 * fraud + 0.8 * random.normal())),
      distance_km: rounded(-(fraud === 1 ? 60 : 12) * Math.log(1 - random.uniform())),
      fraud,
    };
  };
  const before = random.times(LABELLED_ROWS, () => draw(FRAUD_SHARE));
  let after = random.times(LABELLED_ROWS, () => draw(kind === 'prior' ? FRAUD_SHARE * 3 : FRAUD_SHARE));
  if (kind === 'covariate')
    // Chosen by what is seen alone, so that the same payment means what it meant.
    after = random.times(LABELLED_ROWS, () => {
      for (;;) {
        const row = draw(FRAUD_SHARE);
        if (random.uniform() < Math.min(1, row.amount / 60)) return row;
      }
    });
  if (kind === 'concept') {
    // The same payments, the same number of frauds; but now it is the near ones.
    const byDistance = after.toSorted((a, b) => a.distance_km - b.distance_km);
    const truths = byDistance.map(({ fraud }) => fraud).reverse();
    after = byDistance.map((row, index) => ({ ...row, fraud: truths[index] as number }));
  }
  const columns = (rows: typeof before): Rows => ({
    amount: rows.map(({ amount }) => amount),
    distance_km: rows.map(({ distance_km }) => distance_km),
    fraud: rows.map(({ fraud }) => fraud),
  });
  return { 'labelled-before.csv': columns(before), 'labelled-after.csv': columns(after) };
}

export function csvOf(rows: Rows): string {
  const names = Object.keys(rows);
  const count = rows[names[0] as string]?.length ?? 0;
  const lines = Array.from({ length: count }, (_, index) =>
    names.map((name) => rows[name]?.[index]).join(','),
  );
  return `${names.join(',')}\n${lines.join('\n')}\n`;
}

export async function writeData(lab: LabContext): Promise<void> {
  for (const [name, rows] of Object.entries(drawnData(lab).files))
    await lab.files.write(`data/${name}`, csvOf(rows));
}
