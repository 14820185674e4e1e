import { describe, expect, test } from 'vitest';
import { ended, hinted, passed, resumed, solved, started } from './changes.ts';
import { isOpen, NO_PROGRESS, type Progress, parseProgress } from './progress.ts';
import { newSigningKey, signerOf, signReport, verifyReport } from './signed-report.ts';

const MONDAY = '2026-01-05T09:00:00.000Z';
const TUESDAY = '2026-01-06T09:00:00.000Z';
const begun = started(NO_PROGRESS, '01-x', 'X', MONDAY);

describe('progress', () => {
  test('when a task passes twice - then the first time stays', () => {
    const twice = passed(passed(begun, '01-x', 'a', MONDAY), '01-x', 'a', TUESDAY);
    expect(twice.labs['01-x']?.tasks.a).toEqual({ passed_at: MONDAY, last_passed_at: TUESDAY, hints: 0 });
  });

  test('when it starts anew - then its tasks are open until they pass again', () => {
    const open = (progress: Progress): boolean => isOpen(progress.labs['01-x'], 'a');
    const done = passed(begun, '01-x', 'a', MONDAY);
    const again = started(done, '01-x', 'X', TUESDAY);
    expect([begun, done, again, passed(again, '01-x', 'a', TUESDAY)].map(open)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('when it starts anew - then what was done stays, and it is another start', () => {
    const again = started(passed(begun, '01-x', 'a', MONDAY), '01-x', 'X', TUESDAY);
    expect(again.labs['01-x']).toMatchObject({ starts: 2, started_at: TUESDAY, active: true });
    expect(again.labs['01-x']?.tasks.a?.passed_at).toBe(MONDAY);
  });

  test('when it is gone on with - then it is the same start', () => {
    const on = resumed(ended(begun, '01-x'), '01-x');
    expect(on.labs['01-x']).toMatchObject({ starts: 1, started_at: MONDAY, active: true });
  });

  test('when hints are asked for without end - then three are counted', () => {
    let progress = begun;
    for (let asked = 0; asked < 5; asked++) progress = hinted(progress, '01-x', 'a');
    expect(progress.labs['01-x']?.tasks.a).toEqual({ hints: 3 });
  });

  test('when it was solved by the solution - then finishing it does not hide that', () => {
    const done = ended(solved(begun, '01-x', MONDAY), '01-x', TUESDAY).labs['01-x'];
    expect(done).toMatchObject({ solved_at: MONDAY, finished_at: TUESDAY, active: false });
  });

  test('when it was written - then it is read again, and anything else is refused', () => {
    expect(parseProgress(JSON.stringify(begun))).toEqual(begun);
    expect(() => parseProgress('{"version":1,"labs":{"01-x":{}}}')).toThrow('progress: /labs/01-x');
  });
});

describe('a signed report', () => {
  const signed = signReport({ labs: ['01-x'] }, newSigningKey());

  test('when nobody has changed it - then it is read', () => {
    expect(verifyReport(JSON.parse(JSON.stringify(signed)))).toEqual({
      report: { labs: ['01-x'] },
      signer: signerOf(signed),
    });
  });

  test('when a learner signs twice - then it is the same signer, and another for somebody else', () => {
    const key = newSigningKey();
    const signers = [signReport({}, key), signReport({ more: 1 }, key), signed].map(signerOf);
    expect(signers[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(signers[1]).toBe(signers[0]);
    expect(signers[2]).not.toBe(signers[0]);
  });

  test('when its text, its key or its form was changed - then it is refused', () => {
    const other = signReport({}, newSigningKey());
    expect(() => verifyReport({ ...signed, report: signed.report.replace('01', '02') })).toThrow('changed');
    expect(() => verifyReport({ ...signed, public_key: other.public_key })).toThrow('changed');
    expect(() => verifyReport({ ...signed, public_key: 'no key' })).toThrow('public key');
    expect(() => verifyReport({ labs: [] })).toThrow('no signed report');
  });
});
