import { describe, expect, it } from 'vitest';
import { targetProblem } from './targets.ts';

describe('targetProblem', () => {
  it.each([
    'http://127.0.0.1:8080',
    'http://127.8.9.1',
    'http://localhost:8080/',
    'http://[::1]:8080',
    'http://inference:8080',
    'http://features:8081',
    'http://monitor:8082',
  ])('when the target is %s - then it is allowed', (url) => {
    expect(targetProblem(url, [])).toBeUndefined();
  });

  it.each([
    'http://example.com',
    'http://10.0.0.5:8080',
    'http://inference.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://inference@example.com',
    'http://[::2]',
    'https://127.0.0.1',
    'http://127.0.0.1/path',
    'nonsense',
  ])('when the target is %s - then it is refused', (url) => {
    expect(targetProblem(url, [])).toBeTypeOf('string');
  });

  it('when a host is named on purpose - then that host is allowed and no other', () => {
    expect(targetProblem('http://10.0.0.5:8080', ['10.0.0.5'])).toBeUndefined();
    expect(targetProblem('http://10.0.0.6:8080', ['10.0.0.5'])).toContain('10.0.0.6');
  });

  it('when an address is spelt in disguise - then it is judged by what it means', () => {
    expect(targetProblem('http://0x7f000001:8080', [])).toBeUndefined();
    expect(targetProblem('http://134744072', [])).toContain('8.8.8.8');
  });
});
