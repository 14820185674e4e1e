import { expect, test } from 'vitest';
import { INCIDENTS } from '../incidents.ts';
import { gradePostMortem } from './post-mortem.ts';

const BEGAN = Date.parse('2026-03-01T14:05:30Z') / 1000;
const incident = INCIDENTS.find(({ suffering }) => suffering === 'gone') ?? INCIDENTS[0];
const RECORDED = {
  incident,
  time: { began: BEGAN, ended: BEGAN + 300, normal: { start: BEGAN - 45, end: BEGAN - 5 } },
  harmed: 5300,
};

const WHY =
  'The generator sent nothing at all, although two dozen requests a second were due. A prediction that I asked for myself was answered in four milliseconds, so the service was well.';
const RIGHT = {
  impact: 'Requests harmed: 5300',
  began: '2026-03-01T14:05:30Z',
  detected: '14:06',
  named: '14:07',
  ended: '2026-03-01 14:10',
  cause: `Component: traffic\n\n${WHY}`,
  actions: [
    '| Alert on requests that are due | ml-platform | 2999-01-01 |',
    '| Let a probe ask each minute | ml-platform | 2999-01-01 |',
  ],
};

const mistakesOf = (changed: Partial<typeof RIGHT>): (string | undefined)[] => {
  const { impact, began, detected, named, ended, cause, actions } = { ...RIGHT, ...changed };
  const markdown = `# Post-mortem: silence

## Impact

${impact}

## Timeline

| Event       | Time (UTC) |
| ----------- | ---------- |
| Began       | ${began} |
| Detected    | ${detected} |
| Cause named | ${named} |
| Ended       | ${ended} |

## Root cause

${cause}

## Actions

| What | Owner | Due (YYYY-MM-DD) |
| ---- | ----- | ---------------- |
${actions.join('\n')}
`;
  return gradePostMortem(markdown, RECORDED).flatMap(({ mistake }) => mistake ?? []);
};

test('a post-mortem - when it is as the system recorded it - then nothing is wrong with it', () => {
  expect(mistakesOf({})).toEqual([]);
});

test.for(['about 5,300', '5.3k', '5 300 (due, never sent)', '~ 5_300 requests'])(
  'the impact - when it is written as %s - then it is read',
  (harmed) => {
    expect(mistakesOf({ impact: `Requests harmed: ${harmed}` })).toEqual([]);
  },
);

test.for([
  ['an impact far off', { impact: 'Requests harmed: 5.3' }, 'Impact: 5.3 requests is more than 40 %'],
  ['no impact', { impact: 'Requests harmed: many' }, 'Impact: no number'],
  ['no time', { detected: 'soon' }, 'Timeline: no time for detected; in UTC, as'],
  ['another beginning', { began: '14:01' }, 'Timeline: it did not begin at 2026-03-01T14:01:00Z'],
  ['another end', { ended: '14:20' }, 'Timeline: customers did not stop suffering at'],
  ['another order', { named: '14:05:45' }, 'Timeline: it begins, is detected, and its cause is named'],
  ['no component', { cause: WHY }, 'Root cause: no component after'],
  [
    'another component that names the right one',
    { cause: `Component: postgres\n\n${WHY} The traffic generator waited.` },
    'Root cause: postgres is not the component at fault',
  ],
  ['few words', { cause: 'Component: traffic\n\nIt stopped.' }, 'Root cause: 2 words, of 25'],
  [
    'the same words',
    { cause: `Component: traffic\n\n${'traffic '.repeat(30)}` },
    'Root cause: 1 different words, of 15',
  ],
  [
    'actions that nobody does',
    { actions: ['| Alert on what is due | TBD | 2999-01-01 |', '| b | team | 2999-01-01 |'] },
    'Actions: 0 with an owner and a date to come, of 2 at least; row 1 has no owner; row 2 says in fewer than 3 words',
  ],
  [
    'actions of the past',
    { actions: ['| Alert on what is due | team | 2020-01-01 |', '| Let a probe ask | team | soon |'] },
    'row 1 is due before today; row 2 has no date',
  ],
] as const)('a post-mortem - when it has %s - then it says so', ([, changed, mistake]) => {
  expect(mistakesOf(changed as Partial<typeof RIGHT>)).toEqual([expect.stringContaining(mistake)]);
});
