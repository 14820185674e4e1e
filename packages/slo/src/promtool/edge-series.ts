/** Series for what happens at the edges of an SLI: nothing bad ever, nothing at all, a single failure. */
import { histogramBound } from '../histogram-bound.ts';
import type { Sli } from '../spec.ts';
import { type InputSeries, inputSeries } from './input-series.ts';

/**
 * Good events for a while, then none: counters stop, gauges turn NaN, timestamps vanish. Where errors have a counter of
 * their own it does not exist, as in a process that has never failed.
 */
export function idleSeries(sli: Sli, goodMinutes: number, idleMinutes: number): readonly InputSeries[] {
  const good = inputSeries(sli, [{ minutes: goodMinutes, share: 0 }]);
  const ends = (values: string): string => {
    const [, first = '0', increase = '0', count = '0'] = /(-?\d+)(?:\+(\d+))?x(\d+)$/.exec(values) ?? [];
    return String(Number(first) + Number(increase) * Number(count));
  };
  const idle = (values: string): string => `${ends(values)}x${idleMinutes - 1}`;
  switch (sli.kind) {
    case 'ratio':
      return good
        .filter(({ series }) => series !== sli.example.bad)
        .map(({ series, values }) => ({ series, values: `${values} ${idle(values)}` }));
    case 'latency':
      return good.map(({ series, values }) => ({ series, values: `${values} ${idle(values)}` }));
    case 'gauge':
      return good.map(({ series, values }) => ({ series, values: `${values}${' NaN'.repeat(idleMinutes)}` }));
    case 'freshness':
      return good.map(({ series, values }) => ({ series, values: `${values} _x${idleMinutes}` }));
  }
}

/** Nothing but one bad event; undefined for states, of which there is one a minute whatever happens. */
export function singleFailureSeries(
  sli: Sli,
): { readonly input: readonly InputSeries[]; readonly minutes: number } | undefined {
  const once = '0x50 1x5';
  const minutes = 53;
  switch (sli.kind) {
    case 'ratio':
      return { input: [{ series: sli.example.bad, values: once }], minutes };
    case 'latency': {
      const matchers = sli.matchers === '' ? '' : `${sli.matchers},`;
      return {
        input: [
          {
            series: `${sli.histogram}_bucket{${matchers}le="${histogramBound(sli.threshold)}"}`,
            values: '0x55',
          },
          { series: `${sli.histogram}_count{${sli.matchers}}`, values: once },
        ],
        minutes,
      };
    }
    default:
      return undefined;
  }
}
