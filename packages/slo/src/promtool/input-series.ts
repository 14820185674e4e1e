/**
 * Series whose SLI has a wanted share of bad events, in promtool's notation: `7+2x3` is 7, 9, 11, 13, one value a
 * minute.
 */
import { parseDuration } from '../durations.ts';
import { isCounted } from '../events.ts';
import { histogramBound } from '../histogram-bound.ts';
import type { FreshnessSli, GaugeSli, Sli } from '../spec.ts';

export interface Phase {
  readonly minutes: number;
  /** Share of bad events, 0 to 1. */
  readonly share: number;
}

export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** Events of a counted SLI in a minute: enough for shares of a hundred-thousandth. */
const EVENTS_PER_MINUTE = 100_000;
const FEWEST_THINGS = 20;

/**
 * How finely series must be able to show shares around a threshold: counters by a hundred-thousandth, states by one of
 * the things that are watched, of which there are then as many as it takes.
 */
export const shareStep = (sli: Sli, threshold: number): number =>
  1 / (isCounted(sli) ? EVENTS_PER_MINUTE : Math.max(FEWEST_THINGS, 10 * Math.ceil(0.2 / threshold)));

/**
 * One sample a minute, the first at 0, so that a phase of `minutes` ends at exactly that time.
 * @param step of `shareStep`
 */
export function inputSeries(
  sli: Sli,
  phases: readonly Phase[],
  step = 1 / FEWEST_THINGS,
): readonly InputSeries[] {
  const things = Math.round(1 / step);
  switch (sli.kind) {
    case 'ratio':
      return [
        {
          series: sli.example.good,
          values: counter(phases, (share) => EVENTS_PER_MINUTE - badEvents(share)),
        },
        { series: sli.example.bad, values: counter(phases, badEvents) },
      ];
    case 'latency': {
      const matchers = sli.matchers === '' ? '' : `${sli.matchers},`;
      const bound = `${matchers}le="${histogramBound(sli.threshold)}"`;
      return [
        {
          series: `${sli.histogram}_bucket{${bound}}`,
          values: counter(phases, (share) => EVENTS_PER_MINUTE - badEvents(share)),
        },
        {
          series: `${sli.histogram}_count{${sli.matchers}}`,
          values: counter(phases, () => EVENTS_PER_MINUTE),
        },
      ];
    }
    case 'gauge':
      return gauges(sli, phases, things);
    case 'freshness':
      return timestamps(sli, phases, things);
  }
}

const badEvents = (share: number): number => Math.round(share * EVENTS_PER_MINUTE);

/** Whether the thing of this number is one of the bad ones. */
const isBad = (thing: number, things: number, share: number): boolean => thing < Math.round(share * things);

const numbered = (series: string, thing: number): string => series.replaceAll('$i', String(thing));

function gauges({ example }: GaugeSli, phases: readonly Phase[], things: number): InputSeries[] {
  const minutes = phases.reduce((sum, phase) => sum + phase.minutes, 0);
  return Array.from({ length: things }, (_, thing) => {
    const value = (share: number) => (isBad(thing, things, share) ? example.bad : example.good);
    const values =
      example.counter === true ? counter(phases, (share) => 60 * value(share)) : steps(phases, value);
    return [
      { series: numbered(example.series, thing), values },
      ...(example.alongside ?? []).map((other) => ({
        series: numbered(other.series, thing),
        values: `${other.value}x${minutes}`,
      })),
    ];
  }).flat();
}

function timestamps(
  { example, maximumAge }: FreshnessSli,
  phases: readonly Phase[],
  things: number,
): InputSeries[] {
  const stale = (2 * parseDuration(maximumAge)) / 1000;
  return Array.from({ length: things }, (_, thing) => ({
    series: numbered(example, thing),
    values: sequence(phases, (minute, { share }, samples) => {
      const age = isBad(thing, things, share) ? stale : 0;
      return `${minute * 60 - age}+60x${samples - 1}`;
    }),
  }));
}

const steps = (phases: readonly Phase[], value: (share: number) => number): string =>
  sequence(phases, (_minute, { share }, samples) => `${value(share)}x${samples - 1}`);

function counter(phases: readonly Phase[], perMinute: (share: number) => number): string {
  let total = 0;
  return sequence(phases, (minute, { share }, samples) => {
    const increase = perMinute(share);
    const first = minute === 0 ? 0 : total + increase;
    total = first + (samples - 1) * increase;
    return `${first}+${increase}x${samples - 1}`;
  });
}

/** Each phase as text; the first has the sample at 0 besides its own. */
function sequence(
  phases: readonly Phase[],
  write: (minute: number, phase: Phase, samples: number) => string,
): string {
  let minute = 0;
  const parts: string[] = [];
  for (const phase of phases) {
    const samples = minute === 0 && parts.length === 0 ? phase.minutes + 1 : phase.minutes;
    parts.push(write(minute, phase, samples));
    minute += samples;
  }
  return parts.join(' ');
}
