import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faultOf } from './fault-header.ts';
import { type ScenarioSwitch, Scenarios } from './scenarios.ts';

const draws = { error: 0.5, latency: 0.5, badData: 0, badDataKind: 0, labelDelay: 0 };

describe('Scenarios', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const recorded = (): { scenarios: Scenarios; switches: ScenarioSwitch[] } => {
    const scenarios = new Scenarios();
    const switches: ScenarioSwitch[] = [];
    scenarios.onSwitch((change) => switches.push(change));
    return { scenarios, switches };
  };

  it('switchOn - when an end is given - then it switches itself off at that time and says so', () => {
    const { scenarios, switches } = recorded();
    scenarios.switchOn('surge', { intensity: 1 }, 10);
    vi.advanceTimersByTime(9_999);
    expect(scenarios.get('surge')?.settings).toEqual({ intensity: 1 });
    vi.advanceTimersByTime(1);
    expect(scenarios.get('surge')).toBeUndefined();
    expect(switches).toEqual([
      { name: 'surge', active: true, reason: 'requested' },
      { name: 'surge', active: false, reason: 'ended' },
    ]);
  });

  it('switchOn - when it is on already - then the new settings and the new end hold', () => {
    const { scenarios } = recorded();
    scenarios.switchOn('errors', { intensity: 0.1 }, 5);
    const since = scenarios.get('errors')?.since;
    vi.advanceTimersByTime(4_000);
    scenarios.switchOn('errors', { intensity: 0.9 });
    vi.advanceTimersByTime(60_000);
    expect(scenarios.get('errors')).toEqual({
      settings: { intensity: 0.9 },
      since,
      endsAt: undefined,
    });
  });

  it('switchOff - when it is not on - then nobody is told', () => {
    const { scenarios, switches } = recorded();
    scenarios.switchOff('drift', 'requested');
    expect(switches).toEqual([]);
  });

  it('close - when some are on - then all are off and no end is left waiting', () => {
    const { scenarios, switches } = recorded();
    scenarios.switchOn('latency', { intensity: 1, latency_ms: 300 }, 100);
    scenarios.switchOn('bad_data', { intensity: 1 });
    scenarios.close();
    expect(switches.filter(({ active }) => !active).map(({ name }) => name)).toEqual(['latency', 'bad_data']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('faultOf - when a draw is below the intensity - then the request carries the fault, and errors win', () => {
    const { scenarios } = recorded();
    expect(faultOf(scenarios, { draws })).toBeUndefined();
    scenarios.switchOn('latency', { intensity: 0.6, latency_ms: 250 });
    expect(faultOf(scenarios, { draws })).toBe('latency=250');
    scenarios.switchOn('errors', { intensity: 0.6 });
    expect(faultOf(scenarios, { draws })).toBe('error=503');
    scenarios.switchOn('errors', { intensity: 0.5 });
    expect(faultOf(scenarios, { draws })).toBe('latency=250');
  });
});
