import { type Spread, spreadOf } from './spread.ts';
import type { BenchResult, Ratio } from './summary.ts';

/** Below this it is a small part of what is measured. */
const TOLERABLE_LATENESS_MS = 0.5;

/** The result as Markdown, so that a run can be pasted into a document. Spreads are minimum / median / maximum. */
export function renderResult(result: BenchResult): string {
  const { settings, machine } = result;
  return [
    `Rounds: ${settings.rounds}, of ${settings.seconds} s per measurement; service on core ${settings.serviceCore}, generator and ` +
      `Collector on core ${settings.generatorCore}; ${machine.cpu}; load average ` +
      `${machine.loadBefore.toFixed(2)} before, ${machine.loadAfter.toFixed(2)} after. Minimum / median / maximum:`,
    '',
    `| variant | requests/s at ${settings.connections} connections | CPU µs per request | p50 ms at ${settings.ratePerSecond}/s | p99 ms | p99.9 ms |`,
    '|---|---|---|---|---|---|',
    ...Object.entries(result.variants).map(
      ([name, summary]) =>
        `| ${name} | ${spread(summary.requestsPerSecond, 0)} | ${spread(summary.cpuMicrosPerRequest, 0)} | ` +
        `${spread(summary.p50Ms, 2)} | ${spread(summary.p99Ms, 2)} | ${spread(summary.p999Ms, 2)} |`,
    ),
    '',
    ...latenessNote(result),
    ...(result.ratios.length === 0 ? [] : ratioTable(result.ratios)),
    ...result.goals.map(
      ({ text, reached, wanted, met }) =>
        `- ${met ? '✓' : '✗'} ${text}: ${reached.toFixed(2)} (goal ${wanted.toFixed(2)})`,
    ),
    ...Object.entries(result.work).map(
      ([name, { counted, logLines, spans }]) =>
        `- ${name}: ${counted} predictions, ${logLines} log lines, ${spans} spans received ` +
        `(${(spans / counted).toFixed(2)} each)`,
    ),
  ].join('\n');
}

/** A generator that is late measures itself: other work held its core. */
function latenessNote({ measurements }: BenchResult): string[] {
  const late = spreadOf(measurements.map(({ fixedRate }) => fixedRate.sentLateP99Ms));
  const said = `The generator sent its 99th percentile ${spread(late, 2)} ms late.`;
  return [
    late.median <= TOLERABLE_LATENESS_MS
      ? said
      : `${said} Other work held its core: the latencies and the requests/s of this run say little, CPU per request does.`,
    '',
  ];
}

function ratioTable(ratios: readonly Ratio[]): string[] {
  const titles = {
    requestsPerSecond: 'requests/s',
    cpuMicrosPerRequest: 'CPU per request',
    p99Ms: 'p99 at the fixed rate',
  };
  return [
    '| ratio | of the rounds |',
    '|---|---|',
    ...ratios.map(
      (ratio) => `| ${titles[ratio.figure]}: ${ratio.of} to ${ratio.to} | ${spread(ratio.spread, 2)} |`,
    ),
    '',
  ];
}

const spread = ({ min, median, max }: Spread, digits: number): string =>
  [min, median, max].map((value) => value.toFixed(digits)).join(' / ');
