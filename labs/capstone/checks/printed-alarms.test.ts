import { describe, expect, test } from 'vitest';
import { alarmsIn } from './printed-alarms.ts';

const OBJECT = { alarms: [true, false] };

describe('what a watch for drift has printed', () => {
  test.for([
    ['the object alone', JSON.stringify(OBJECT)],
    ['the object over several lines', JSON.stringify(OBJECT, null, 2)],
    ['a warning before it', `(node:7) Warning: of {something}\n${JSON.stringify(OBJECT)}\n`],
    ['a line after it', `${JSON.stringify(OBJECT)}\n240 windows\n`],
  ] as const)('when it is %s - then the alarms are read', ([, output]) => {
    expect(alarmsIn(output)).toEqual(OBJECT.alarms);
  });

  test.for(['', 'true', '[true]', '{"alarms": 3}', '{ "windows": [] }', 'alarms: {true}'])(
    'when it is none - then there are none: %j',
    (output) => {
      expect(alarmsIn(output)).toBeUndefined();
    },
  );
});
