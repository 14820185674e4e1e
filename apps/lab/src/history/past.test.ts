import { describe, expect, test } from 'vitest';
import { deploymentsBetween, INCIDENT_KINDS, incidentsBetween } from './incidents.ts';
import { meanSeconds, shareWithin } from './latency-shape.ts';
import { type PastMinute, SimulatedPast } from './past.ts';
import { piecesOf } from './write-blocks.ts';

const DAY = 1440;
const RANGE = { from: 29_000_000, to: 29_000_000 + 30 * DAY };

const minutesOf = (past: SimulatedPast): PastMinute[] =>
  Array.from({ length: RANGE.to - RANGE.from }, (_, index) => past.at(RANGE.from + index));

describe('the simulated past', () => {
  test('seed - when it is the same - then so is the past, and another seed is another past', () => {
    const [one, same, other] = [58, 58, 59].map((seed) => new SimulatedPast(RANGE, seed, 3));
    expect(one?.at(RANGE.from + 777)).toEqual(same?.at(RANGE.from + 777));
    expect(one?.incidents).toEqual(same?.incidents);
    expect(one?.incidents).not.toEqual(other?.incidents);
  });

  test('incidents - when a month is simulated - then each kind happens within it, and never twice at once', () => {
    const incidents = incidentsBetween(RANGE.from, RANGE.to, 58);
    expect(new Set(incidents.map(({ kind }) => kind))).toEqual(new Set(INCIDENT_KINDS));
    for (const { kind, from, to } of incidents) {
      expect(from).toBeGreaterThanOrEqual(RANGE.from);
      expect(to).toBeLessThanOrEqual(RANGE.to);
      expect(to).toBeGreaterThan(from);
      expect(
        incidents.filter((other) => other.kind === kind && other.from <= from && other.to > from),
      ).toHaveLength(1);
    }
  });

  test('deployments - when a month is simulated - then there are about ten, each bad one among them', () => {
    const incidents = incidentsBetween(RANGE.from, RANGE.to, 58);
    const deployments = deploymentsBetween(RANGE.from, RANGE.to, incidents);
    expect(deployments.size).toBeGreaterThanOrEqual(10);
    expect(deployments.size).toBeLessThanOrEqual(14);
    for (const { kind, from } of incidents)
      if (kind === 'bad_deployment') expect(deployments).toContain(from);
  });

  test('load - when a month is simulated - then the day is busier than the night, and more than the least', () => {
    const minutes = minutesOf(new SimulatedPast(RANGE, 58, 3));
    const mean = (hour: number): number => {
      const at = minutes.filter(({ minute }) => Math.floor((minute % DAY) / 60) === hour);
      return at.reduce((sum, { requests }) => sum + requests, 0) / at.length;
    };
    expect(mean(14) / mean(2)).toBeGreaterThan(1.3);
    expect(Math.min(...minutes.map(({ requests }) => requests))).toBeGreaterThan(60 * 8);
  });

  test('minutes - when any is looked at - then its parts fit together', () => {
    const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
    const odd = minutesOf(new SimulatedPast(RANGE, 58, 3)).filter(
      ({ requests, failed, defaulted, slowShare, featureAge, accuracy, drift }) =>
        !(
          within(failed, 0, requests) &&
          within(defaulted, 0, requests) &&
          within(slowShare, 0, 0.5) &&
          within(accuracy, 0, 1) &&
          featureAge > 0 &&
          drift.every((score) => within(score, 0, 1))
        ),
    );
    expect(odd).toEqual([]);
  });

  test('latency - when a third of the requests is slow - then fewer are within half a second, and the mean rises', () => {
    expect(shareWithin(0.5, 0)).toBeCloseTo(0.989, 3);
    expect(shareWithin(0.5, 0.3)).toBeLessThan(0.8);
    expect(shareWithin(1, 0.3)).toBeGreaterThan(shareWithin(0.5, 0.3));
    expect(meanSeconds(0.3)).toBeGreaterThan(2 * meanSeconds(0));
  });

  test('pieces - when time is cut into blocks - then none is lost, and each ends where Prometheus cuts', () => {
    const pieces = piecesOf(RANGE.from, RANGE.to);
    expect(pieces[0]?.from).toBe(RANGE.from);
    expect(pieces.at(-1)?.to).toBe(RANGE.to);
    for (const [index, { to }] of pieces.slice(0, -1).entries()) {
      expect(to % (54 * 60)).toBe(0);
      expect(pieces[index + 1]?.from).toBe(to);
    }
  });
});
