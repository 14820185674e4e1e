import { expect, test } from 'vitest';
import { leadingTo } from './trigger.ts';

const ADDRESS = ':18080/alerts';
const CONFIGURATION = `
route: { receiver: nobody }
receivers:
  - name: nobody
  # - name: dreamt, http://127.0.0.1:18080/alerts
  - name: trigger
    webhook_configs: [{ url: "http://127.0.0.1:18080/alerts" }]
  - name: elsewhere
    webhook_configs: [{ url: "http://127.0.0.1:18081/alerts" }]
`;

test('receivers - when one has the address of the trigger - then it is that one', () => {
  expect(leadingTo(CONFIGURATION, ADDRESS)).toEqual(['trigger']);
});

test.for(['', 'route: { receiver: nobody }', '# http://127.0.0.1:18080/alerts'])(
  'receivers - when none has it - then there is none: %j',
  (configuration) => {
    expect(leadingTo(configuration, ADDRESS)).toEqual([]);
  },
);
