/** Bad events and all events of an SLI, as PromQL in production terms. */
import { histogramBound } from './histogram-bound.ts';
import { type Sli, WINDOW } from './spec.ts';

/** How often events are recorded. Exactly a second in the drill, so that both timings see the same number of them. */
export const EVENTS_INTERVAL = '1m';

interface EventExpressions {
  /** Per second; never negative, never NaN; 0 where there are events and none is bad. */
  readonly bad: string;
  /** Per second; NaN or nothing where there is nothing to count: to be compared before it is used. */
  readonly all: string;
}

/**
 * NaN and negative numbers are no data. Without a bad event its series may not exist yet, and nothing divided by
 * something is nothing: the zero of all events takes its place.
 */
const events = (bad: string, all: string): EventExpressions => ({
  bad: `((${bad}) >= 0)\nor\n0 * ((${all}) >= 0)`,
  all: `(${all})`,
});

/** Whether the SLI is counted by its targets, so that a window can be read from the counters themselves. */
export const isCounted = (sli: Sli): boolean => sli.kind === 'ratio' || sli.kind === 'latency';

/**
 * @param window for counters: the range of their rates
 * @param interval for gauges: seconds between two looks, which make events out of states
 */
export function eventExpressions(sli: Sli, window: string, interval: number): EventExpressions {
  switch (sli.kind) {
    case 'ratio':
      return events(sli.errors.replaceAll(WINDOW, window), sli.total.replaceAll(WINDOW, window));
    case 'latency': {
      const count = `${sli.histogram}_count${braces(sli.matchers)}`;
      const fast = `${sli.histogram}_bucket${braces(`${sli.matchers === '' ? '' : `${sli.matchers},`}le="${histogramBound(sli.threshold)}"`)}`;
      const all = `sum(rate(${count}[${window}]))`;
      // Two sums of floats may differ by a hair where they are equal: less than nothing is nothing.
      return events(`clamp_min(${all} - sum(rate(${fast}[${window}])), 0)`, all);
    }
    case 'gauge': {
      const { operator, threshold } = sli.good;
      return states(sli.value, `${OPPOSITE[operator]} ${threshold}`, interval);
    }
    case 'freshness':
      return states(`time() - ${sli.timestamp}`, `> ${sli.maximumAge}`, interval);
  }
}

const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

/** NaN is neither above nor below anything, so both counts leave it out. */
const states = (value: string, isBad: string, interval: number): EventExpressions =>
  events(`count((${value}) ${isBad}) / ${interval}`, `count((${value}) >= -Inf) / ${interval}`);

const braces = (matchers: string): string => (matchers === '' ? '' : `{${matchers}}`);
