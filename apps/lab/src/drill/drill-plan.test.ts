import { FAULTS, type Fault } from '@lab/catalogue/faults';
import { describe, expect, test } from 'vitest';
import { drillPlan } from './drill-plan.ts';

const namesOf = (faults: readonly Fault[] | undefined): string[] => (faults ?? []).map(({ name }) => name);
const named = (...names: string[]): Fault[] => FAULTS.filter(({ name }) => names.includes(name));

describe('drillPlan', () => {
  const [first, second, ...more] = drillPlan(FAULTS);

  test('every fault - when all are drilled - then each has its place, once', () => {
    const planned = [...(first ?? []), ...(second ?? [])].flat();
    expect(more).toEqual([]);
    expect(namesOf(planned).toSorted()).toEqual(namesOf(FAULTS).toSorted());
  });

  test('what happens apart - when services are drilled - then beside them, in the order of the catalogue', () => {
    const [others, apart] = first ?? [];
    expect(namesOf(apart)).toEqual(namesOf(FAULTS.filter(({ isApart }) => isApart)));
    expect(namesOf(others)).toContain('frozen-features');
  });

  test.each([
    ['frozen-loki', 'lines do not come'],
    ['frozen-exporter', 'the metrics of a machine do not come'],
    ['no-targets', 'nothing is scraped'],
    ['broken-alertmanager-config', 'notifications are not those that were configured'],
    ['failing-rollback', 'the autopilot acts'],
  ])('%s - when %s - then nothing is drilled beside it', (name) => {
    expect(second).toHaveLength(1);
    expect(namesOf(second?.[0])).toContain(name);
  });

  test('what burns budgets - when a control follows - then what customers do not notice lies between the two', () => {
    const last = (second?.[0] ?? []).findLastIndex(({ autopilotActs = false }) => autopilotActs);
    expect(namesOf(second?.[0]?.slice(last + 1))).toContain('frozen-loki');
  });

  test('one fault - when it is named - then it is all that is done', () => {
    expect(drillPlan(named('full-disk')).map((stage) => stage.map(namesOf))).toEqual([[['full-disk']]]);
    expect(drillPlan([])).toEqual([]);
  });
});
