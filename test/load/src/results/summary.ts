import type { FixedRateResult } from '../generators/fixed-rate-program.ts';
import type { ClosedLoopResult } from '../generators/wrk.ts';
import type { VariantName } from '../variants/variant.ts';
import type { WorkDone } from '../variants/work-done.ts';
import { type Goal, judgeGoals } from './goals.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface Measurement {
  readonly variant: VariantName;
  readonly round: number;
  readonly closedLoop: ClosedLoopResult;
  /** Of the service's process, all its threads, while the closed loop ran. */
  readonly cpuMicrosPerRequest: number;
  readonly fixedRate: FixedRateResult;
}

interface VariantSummary {
  readonly requestsPerSecond: Spread;
  readonly cpuMicrosPerRequest: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  readonly p999Ms: Spread;
}

export interface Ratio {
  readonly of: VariantName;
  readonly to: VariantName;
  readonly figure: 'requestsPerSecond' | 'cpuMicrosPerRequest' | 'p99Ms';
  /** Of the ratios of the rounds: what disturbs one round disturbs both of its measurements. */
  readonly spread: Spread;
}

export interface BenchResult {
  readonly machine: { readonly cpu: string; readonly loadBefore: number; readonly loadAfter: number };
  readonly settings: {
    readonly rounds: number;
    readonly seconds: number;
    readonly connections: number;
    readonly ratePerSecond: number;
    readonly serviceCore: number;
    readonly generatorCore: number;
  };
  readonly variants: Partial<Record<VariantName, VariantSummary>>;
  readonly ratios: readonly Ratio[];
  readonly goals: readonly Goal[];
  readonly work: Partial<Record<VariantName, WorkDone>>;
  readonly measurements: readonly Measurement[];
}

const FIGURES = {
  requestsPerSecond: ({ closedLoop }: Measurement) => closedLoop.requestsPerSecond,
  cpuMicrosPerRequest: ({ cpuMicrosPerRequest }: Measurement) => cpuMicrosPerRequest,
  p50Ms: ({ fixedRate }: Measurement) => fixedRate.p50Ms,
  p99Ms: ({ fixedRate }: Measurement) => fixedRate.p99Ms,
  p999Ms: ({ fixedRate }: Measurement) => fixedRate.p999Ms,
} as const;

export function summarise(
  measurements: readonly Measurement[],
): Pick<BenchResult, 'variants' | 'ratios' | 'goals'> {
  const byVariant = Map.groupBy(measurements, ({ variant }) => variant);
  const variants: Partial<Record<VariantName, VariantSummary>> = {};
  for (const [name, rounds] of byVariant) {
    const spread = (figure: keyof typeof FIGURES): Spread => spreadOf(rounds.map(FIGURES[figure]));
    variants[name] = {
      requestsPerSecond: spread('requestsPerSecond'),
      cpuMicrosPerRequest: spread('cpuMicrosPerRequest'),
      p50Ms: spread('p50Ms'),
      p99Ms: spread('p99Ms'),
      p999Ms: spread('p999Ms'),
    };
  }
  const ours = byVariant.get('ours') ?? [];
  const ratios = [...byVariant.keys()]
    .filter((name) => name !== 'ours' && ours.length > 0)
    .flatMap((to) =>
      (['requestsPerSecond', 'cpuMicrosPerRequest', 'p99Ms'] as const).map((figure) => ({
        of: 'ours' as const,
        to,
        figure,
        spread: spreadOf(ratiosByRound(ours, byVariant.get(to) ?? [], FIGURES[figure])),
      })),
    );
  return { variants, ratios, goals: judgeGoals(ratios) };
}

function ratiosByRound(
  of: readonly Measurement[],
  to: readonly Measurement[],
  figure: (measurement: Measurement) => number,
): number[] {
  return of.flatMap((measurement) => {
    const other = to.find(({ round }) => round === measurement.round);
    return other === undefined ? [] : [figure(measurement) / figure(other)];
  });
}
