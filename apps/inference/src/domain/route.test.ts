import { describe, expect, it } from 'vitest';
import { answeringVersion, type ModelRoute, routeMistake, userShare, versionsOf } from './route.ts';

const USERS = Array.from({ length: 20_000 }, (_, index) => `user_${index}`);
const withCanary = (percent: number): ModelRoute => ({ champion: '1', canary: { version: '2', percent } });
const canaryUsers = (percent: number, model = 'fraud-detection'): Set<string> =>
  new Set(USERS.filter((user) => answeringVersion(withCanary(percent), model, user).role === 'canary'));

describe('answeringVersion', () => {
  it.each([1, 10, 50, 90])(
    'answeringVersion - when the canary has %d %% - then its users are that share, within chance',
    (percent) => {
      const share = percent / 100;
      const deviation = Math.sqrt(USERS.length * share * (1 - share));
      // Five standard deviations of a binomial distribution: a fair hash leaves them once in two million times.
      expect(Math.abs(canaryUsers(percent).size - USERS.length * share)).toBeLessThan(5 * deviation);
    },
  );

  it('answeringVersion - when the canary has 0 or 100 % - then it has nobody or everybody', () => {
    expect(canaryUsers(0).size).toBe(0);
    expect(canaryUsers(100).size).toBe(USERS.length);
  });

  it('answeringVersion - when the canary grows - then users move to it and none away from it', () => {
    let before = canaryUsers(0);
    for (const percent of [1, 5, 10, 25, 50, 99, 100]) {
      const after = canaryUsers(percent);
      expect([...before].filter((user) => !after.has(user))).toEqual([]);
      before = after;
    }
  });

  it('answeringVersion - when there are two models - then their canaries are different users', () => {
    const other = canaryUsers(50, 'another-model');
    const both = [...canaryUsers(50)].filter((user) => other.has(user)).length;
    expect(Math.abs(both - USERS.length / 4)).toBeLessThan(5 * Math.sqrt(USERS.length * 0.25 * 0.75));
  });

  it('answeringVersion - when there is no canary - then the champion answers everybody', () => {
    expect(answeringVersion({ champion: '7' }, 'm', 'u')).toEqual({ version: '7', role: 'champion' });
  });
});

describe('userShare', () => {
  it('userShare - when ids differ in their last digit alone - then the shares fill every tenth of [0, 1)', () => {
    const tenths = new Array<number>(10).fill(0);
    for (const user of USERS) {
      const tenth = Math.floor(userShare('m', user) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    const deviation = Math.sqrt(USERS.length * 0.1 * 0.9);
    for (const count of tenths) expect(Math.abs(count - USERS.length / 10)).toBeLessThan(5 * deviation);
  });
});

describe('routes', () => {
  it.each([
    [{ champion: '1', canary: { version: '1', percent: 5 } }, 'the canary is the champion'],
    [{ champion: '1', shadow: ['1'] }, 'version 1 cannot answer and be a shadow at once'],
    [
      { champion: '1', canary: { version: '2', percent: 5 }, shadow: ['3', '2'] },
      'version 2 cannot answer and be a shadow at once',
    ],
    [{ champion: '1', canary: { version: '2', percent: 5 }, shadow: ['3'] }, undefined],
  ])('routeMistake - when the route is %j - then says %j', (route, mistake) => {
    expect(routeMistake(route)).toBe(mistake);
  });

  it('versionsOf - when a version has several roles - then names it once', () => {
    expect(versionsOf({ champion: '1', canary: { version: '2', percent: 5 }, shadow: ['3', '1'] })).toEqual([
      '1',
      '2',
      '3',
    ]);
  });
});
