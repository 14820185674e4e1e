import { describe, expect, it } from 'vitest';
import { DeadMansSwitch } from './dead-mans-switch.ts';

const TIMEOUT = 1000;

describe('DeadMansSwitch', () => {
  it('check - when nothing has come since the start - then it is raised once, after the timeout', () => {
    const deadMansSwitch = new DeadMansSwitch(TIMEOUT, 5000);
    expect(deadMansSwitch.check(6000)).toBeUndefined();
    expect(deadMansSwitch.check(6001)).toEqual({
      kind: 'raised',
      reason: 'heartbeat_missing',
      silentForMs: 1001,
    });
    expect(deadMansSwitch.check(9000)).toBeUndefined();
    expect(deadMansSwitch.raised).toBe(true);
    expect(deadMansSwitch.lastBeat).toBeUndefined();
  });

  it('beat - when it comes in time - then silence counts anew', () => {
    const deadMansSwitch = new DeadMansSwitch(TIMEOUT, 0);
    expect(deadMansSwitch.beat(900)).toBeUndefined();
    expect(deadMansSwitch.check(1900)).toBeUndefined();
    expect(deadMansSwitch.check(1901)?.kind).toBe('raised');
  });

  it('beat - when the switch is raised - then it is cleared, and says how long the silence was', () => {
    const deadMansSwitch = new DeadMansSwitch(TIMEOUT, 0);
    deadMansSwitch.check(1500);
    expect(deadMansSwitch.beat(4000)).toEqual({ kind: 'cleared', silentForMs: 4000 });
    expect(deadMansSwitch.raised).toBe(false);
    expect(deadMansSwitch.beat(4100)).toBeUndefined();
  });

  it('watchdogResolved - when it is told - then the switch is raised at once', () => {
    const deadMansSwitch = new DeadMansSwitch(TIMEOUT, 0);
    deadMansSwitch.beat(100);
    expect(deadMansSwitch.watchdogResolved(300)).toEqual({
      kind: 'raised',
      reason: 'watchdog_resolved',
      silentForMs: 200,
    });
    expect(deadMansSwitch.watchdogResolved(400)).toBeUndefined();
  });

  it('start - when it was raised before a restart - then it stays so until a heartbeat', () => {
    const deadMansSwitch = new DeadMansSwitch(TIMEOUT, 0, true);
    expect(deadMansSwitch.check(5000)).toBeUndefined();
    expect(deadMansSwitch.beat(6000)?.kind).toBe('cleared');
  });
});
