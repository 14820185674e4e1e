import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { listLogFiles } from './files.ts';
import { LogFollower } from './follow.ts';
import { formatLogLine } from './format.ts';
import { parseLogLine } from './line.ts';

const shown = (text: string): string =>
  stripVTControlCharacters(formatLogLine(parseLogLine(text, 'inference')));

describe('formatLogLine', () => {
  test('when it is a line of a service - then level, name, message and facts are in one line', () => {
    const text = shown(
      '{"level":"warn","timestamp":"2026-01-02T03:04:05.678Z","service":"inference","environment":"lab","message":"slow","latency_ms":12,"reason":"a b"}',
    );
    expect(text).toMatch(/^\d\d:04:05\.678 WARN {2}inference {4}slow {2}latency_ms=12 reason="a b"$/);
  });

  test('when it has an error - then the stack follows, indented', () => {
    const line = {
      level: 'fatal',
      message: 'failed',
      error: { type: 'TypeError', message: 'no', stack: 'TypeError: no\n    at x' },
    };
    expect(shown(JSON.stringify(line)).split('\n').slice(1)).toEqual(['    TypeError: no', '        at x']);
  });

  test('when it is not JSON - then it is shown as it is', () => {
    expect(shown('Error: boom')).toContain('inference    Error: boom');
    expect(shown('{"half":')).toContain('{"half":');
  });
});

describe('parseLogLine', () => {
  test.each([
    ['{"ts":"2026-01-02T03:04:05Z","msg":"x"}'],
    ['ts=2026-01-02T03:04:05Z caller=x'],
    ['time=2026-01-02T03:04:05Z level=INFO'],
    ['2026-01-02T03:04:05Z listening'],
  ])('when an engine writes %s - then its time is read', (text) => {
    expect(parseLogLine(text, 'x').time).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  });
});

describe('listLogFiles', () => {
  test('when there are rotated files - then they are left out, and services are told from engines', () => {
    const folder = tempDir();
    for (const name of ['a.jsonl', 'a.1.jsonl', 'a.stderr.log', 'a.stderr.1.log', 'loki.log'])
      writeFileSync(join(folder, name), '');
    expect(listLogFiles(folder).map(({ name, isService }) => [name, isService])).toEqual([
      ['a', true],
      ['a', true],
      ['loki', false],
    ]);
  });
});

describe('LogFollower', () => {
  test('when lines come in pieces, and the file is emptied - then each line is read once and whole', () => {
    const path = join(tempDir(), 'a.jsonl');
    writeFileSync(path, 'old\n');
    const follower = new LogFollower({ name: 'a', path, isService: true });
    const texts = (): string[] => follower.read().map(({ text }) => text);
    expect(texts()).toEqual([]);
    appendFileSync(path, 'one\ntw');
    expect(texts()).toEqual(['one']);
    appendFileSync(path, 'o\n');
    expect(texts()).toEqual(['two']);
    writeFileSync(path, 'new\n');
    expect(texts()).toEqual(['new']);
  });
});
