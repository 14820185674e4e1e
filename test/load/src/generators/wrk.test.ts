import { describe, expect, test } from 'vitest';
import { parseWrk } from './wrk.ts';

const output = (fields: object): string =>
  `Running 2s test @ http://127.0.0.1:1/predict\n  Requests/sec:   1.00\nRESULT ${JSON.stringify({
    requests: 3000,
    micros: 1_500_000,
    p50: 1200,
    p99: 8000,
    notOk: 0,
    broken: 0,
    ...fields,
  })}\n`;

describe('parseWrk', () => {
  test('parseWrk - when all went well - then the rate is that of the time which it really took', () => {
    expect(parseWrk(output({}))).toEqual({ requests: 3000, requestsPerSecond: 2000, p50Ms: 1.2, p99Ms: 8 });
  });
  test.each([{ notOk: 1 }, { broken: 1 }, { requests: 0 }])(
    'parseWrk - when there is %j - then it throws instead of counting errors as speed',
    (fields) => {
      expect(() => parseWrk(output(fields))).toThrow('not answered with 2xx');
    },
  );
  test('parseWrk - when the script did not run - then it throws with what wrk said', () => {
    expect(() => parseWrk('unable to connect')).toThrow('unable to connect');
  });
});
