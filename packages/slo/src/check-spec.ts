/** What makes an objective worthless, told before Prometheus is asked: all of it at once. */
import { parseDuration } from './durations.ts';
import { EVENTS_INTERVAL, isCounted } from './events.ts';
import { compare, decimal, divide, type Fraction, subtract, toDecimal } from './fraction.ts';
import { histogramBound } from './histogram-bound.ts';
import { type SloEnvironment, type SloSpec, sloId, WINDOW } from './spec.ts';
import { DRILL, PRODUCTION } from './timing.ts';
import {
  type AlertWindows,
  burnFactor,
  pairsOf,
  pairThreshold,
  reachablePair,
  windowsFor,
} from './windows.ts';

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const ONE = decimal(1);

/** Samples that a rate needs to be more than luck. */
const SCRAPES_PER_WINDOW = 4;

export class SloError extends Error {
  override readonly name = 'SloError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`SLO specs cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export const errorBudgetOf = (spec: SloSpec): Fraction => subtract(ONE, decimal(spec.objective));

/** The windows that the spec says or that its period has, longer ones where it asks for them. */
export function alertWindowsOf(spec: SloSpec): AlertWindows {
  const windows = spec.windows ?? windowsFor(spec.period);
  if (windows === undefined) {
    throw new SloError([
      `${sloId(spec)}: a period of ${spec.period} has no windows of its own: give \`windows\``,
    ]);
  }
  if (spec.unreachablePairs !== 'rescale') return windows;
  const budget = errorBudgetOf(spec);
  const both = ({ quick, slow }: AlertWindows['page']) => ({
    quick: reachablePair(quick, spec.period, budget),
    slow: reachablePair(slow, spec.period, budget),
  });
  return { page: both(windows.page), ticket: both(windows.ticket) };
}

/** @throws {SloError} with the problems of all specs */
export function checkSpecs(specs: readonly SloSpec[], environment: SloEnvironment): void {
  const ids = specs.map(sloId);
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  const problems = [
    ...[...twice].map(
      (id) => `${id}: there are ${ids.filter((other) => other === id).length} SLOs of this name`,
    ),
    ...specs.flatMap((spec) =>
      specProblems(spec, environment).map((problem) => `${sloId(spec)}: ${problem}`),
    ),
  ];
  if (problems.length > 0) throw new SloError(problems);
}

/** What is wrong with one spec; empty where nothing is. */
export function specProblems(spec: SloSpec, environment: SloEnvironment): readonly string[] {
  const basics = [...nameProblems(spec), ...objectiveProblems(spec), ...durationProblems(spec)];
  // Windows can only be judged against an objective and a period that make sense.
  if (basics.length > 0) return basics;
  return [
    ...retentionProblems(spec, environment),
    ...sliProblems(spec),
    ...windowProblems(spec),
    ...guardProblems(spec),
  ];
}

const nameProblems = ({ service, name, labels = {} }: SloSpec): string[] => [
  ...[service, name]
    .filter((text) => !NAME.test(text))
    .map((text) => `"${text}" is no name: lower case letters and digits, with dashes between words`),
  ...Object.keys(labels)
    .filter((label) => label.startsWith('sloth_') || label.startsWith('__') || label === 'le')
    .map((label) => `the label ${label} is not free to be set`),
];

function objectiveProblems({ objective }: SloSpec): string[] {
  if (objective > 0 && objective < 1) return [];
  return [
    `an objective of ${objective} is none: it is a share between 0 and 1 (99.9 % is 0.999), and 1 leaves no budget to spend`,
  ];
}

function durationProblems(spec: SloSpec): string[] {
  const { quick, slow } = spec.windows?.page ?? {};
  const ticket = spec.windows?.ticket;
  const written = [spec.period, quick, slow, ticket?.quick, ticket?.slow].flatMap((item) =>
    item === undefined ? [] : typeof item === 'string' ? [item] : [item.short, item.long],
  );
  const problems = written.filter((text) => !isDuration(text)).map((text) => `"${text}" is no duration`);
  if (problems.length === 0 && spec.windows === undefined && windowsFor(spec.period) === undefined) {
    problems.push(`a period of ${spec.period} has no windows of its own: give \`windows\``);
  }
  return problems;
}

function isDuration(text: string): boolean {
  try {
    return parseDuration(text) > 0;
  } catch {
    return false;
  }
}

function retentionProblems({ period }: SloSpec, { retention }: SloEnvironment): string[] {
  if (parseDuration(period) <= parseDuration(retention)) return [];
  return [
    `its period is ${period}, and Prometheus forgets after ${retention}: the budget would be one of ${retention}`,
  ];
}

function sliProblems({ sli }: SloSpec): string[] {
  switch (sli.kind) {
    case 'ratio':
      return (['errors', 'total'] as const)
        .filter((part) => !sli[part].includes(WINDOW))
        .map((part) => `sli.${part} has no ${WINDOW}: it would be the same over every window`);
    case 'latency':
      return sli.bounds.includes(sli.threshold)
        ? []
        : [
            `${sli.histogram} has no bucket le="${histogramBound(sli.threshold)}", so nobody knows how many are faster; it has ${sli.bounds.map(histogramBound).join(', ')}`,
          ];
    case 'freshness':
      return isDuration(sli.maximumAge) ? [] : [`sli.maximumAge "${sli.maximumAge}" is no duration`];
    case 'gauge':
      return Number.isFinite(sli.good.threshold) ? [] : ['sli.good.threshold is no finite number'];
  }
}

function windowProblems(spec: SloSpec): string[] {
  const budget = errorBudgetOf(spec);
  const period = parseDuration(spec.period);
  const sampled = isCounted(spec.sli)
    ? parseDuration(PRODUCTION.scrapeInterval)
    : parseDuration(EVENTS_INTERVAL);
  // Below this the drill could not be sixty times shorter, and would burn another part of the budget.
  const drillable = parseDuration(DRILL.minimumRange) * DRILL.divisor;
  return pairsOf(alertWindowsOf(spec)).flatMap((pair) => {
    const named = `${pair.severity} ${pair.speed}`;
    const [short, long] = [parseDuration(pair.short), parseDuration(pair.long)];
    const problems: string[] = [];
    if (!(pair.budgetPercent > 0 && pair.budgetPercent <= 100)) {
      problems.push(`${named}: ${pair.budgetPercent} % of a budget cannot be burnt`);
      return problems;
    }
    if (short >= long)
      problems.push(`${named}: the short window ${pair.short} is not shorter than ${pair.long}`);
    if (long > period)
      problems.push(`${named}: the window ${pair.long} is longer than the period ${spec.period}`);
    if (short < SCRAPES_PER_WINDOW * sampled) {
      problems.push(
        `${named}: ${pair.short} holds fewer than ${SCRAPES_PER_WINDOW} samples, which come every ${sampled / 1000} s`,
      );
    }
    if (short < drillable) {
      problems.push(
        `${named}: ${pair.short} is below ${drillable / 1000} s and cannot be drilled in proportion`,
      );
    }
    const threshold = pairThreshold(pair, spec.period, budget);
    if (compare(threshold, ONE) >= 0) problems.push(unreachable(named, spec, pair, budget, threshold));
    return problems;
  });
}

/** The arithmetic, because the answer is usually a longer window or another objective, and this says how much. */
function unreachable(
  named: string,
  { period }: SloSpec,
  pair: Parameters<typeof burnFactor>[0],
  budget: Fraction,
  threshold: Fraction,
): string {
  return [
    `${named} can never fire: ${pair.budgetPercent} % of ${period} in ${pair.long} is a burn of ${toDecimal(burnFactor(pair, period))},`,
    `times the budget of ${toDecimal(budget)} is an error ratio of ${toDecimal(threshold)},`,
    `and a total outage has 1 (the fastest burn possible is 1 / ${toDecimal(budget)} = ${toDecimal(divide(ONE, budget))}).`,
    "Give it longer windows, or unreachablePairs: 'rescale'",
  ].join(' ');
}

function guardProblems({ minimumBadEvents = 0 }: SloSpec): string[] {
  return Number.isInteger(minimumBadEvents) && minimumBadEvents >= 0
    ? []
    : [`minimumBadEvents is ${minimumBadEvents}: a whole number, or 0 for none`];
}
