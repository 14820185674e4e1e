import { FAULTS } from '@lab/catalogue/faults';
import { Draws } from '@lab/course/lab';
import { describe, expect, test } from 'vitest';
import { looksAtTheClock } from './checks/metric-evidence.ts';
import { causeOf, causesFor, INCIDENTS, incidentOf, proofOf, SUFFERINGS } from './incidents.ts';
import { EVIDENCE } from './solve.ts';

const LEARNERS = Array.from({ length: 200 }, (_, number) => new Draws(`learner ${number}`, 'incident'));

test('the incidents - when they are drawn for many - then each is somebody’s, and every word is true of one', () => {
  const drawn = new Set(LEARNERS.map(incidentOf));
  expect(drawn.size).toBe(INCIDENTS.length);
  expect(new Set([...drawn].map(({ suffering }) => suffering))).toEqual(new Set(SUFFERINGS));
});

test('the causes - when they are listed - then fourteen, of which one is that of the incident', () => {
  for (const draws of LEARNERS.slice(0, 20)) {
    const causes = [...causesFor(draws).values()];
    expect(new Set(causes).size).toBe(14);
    expect(causes).toContain(causeOf(incidentOf(draws).fault));
  }
});

describe.for(INCIDENTS.map((incident) => [incident.fault.name, incident] as const))(
  '%s',
  ([name, incident]) => {
    test('when it is an incident - then it is a fault of the catalogue, and its proofs are known', () => {
      expect(FAULTS.map((fault) => fault.name)).toContain(name);
      expect(proofOf(incident).service).not.toBe('');
      expect(Object.keys(EVIDENCE)).toContain(name);
    });

    test('when its metric is asked for - then the expression of the solution does not look at the clock', () => {
      expect(looksAtTheClock(EVIDENCE[name]?.metric ?? '')).toBe(false);
    });
  },
);

test.for([
  'vector(time()) > 1772373930',
  'sum(rate(traffic_requests_total[1m])) > 1 and on () (vector(time()) > 1767225600)',
  'time() - max(data_last_updated_timestamp) > 30 and minute() > 3',
  'time() - process_start_time_seconds > 900',
  'up @ 1772373930',
])('%s - when it is evidence - then it looks at the clock', (query) => {
  expect(looksAtTheClock(query)).toBe(true);
});

test.for([
  'time() - max(data_last_updated_timestamp) > 30',
  'time() - data_last_updated_timestamp{job="features"} > 30',
  'time() - max by (feature_view) (data_last_updated_timestamp) > 30',
  'sum(rate(traffic_requests_total[1m])) < 1',
  '(sum(rate(traffic_requests_total[1m])) or vector(0)) < 1',
])('%s - when it is evidence - then it looks at the system', (query) => {
  expect(looksAtTheClock(query)).toBe(false);
});
