import { BenchError } from '../errors.ts';
import { TRANSACTION_BODIES } from '../transactions.ts';
import type { Variant } from './variant.ts';

export interface Answer {
  readonly probability: number;
  readonly decision: string;
}

/** Two runtimes add 120 trees in single precision in different orders. */
const TOLERANCE = 1e-5;

/** Asks every variant the same, and compares what they answer. @returns how many requests each has answered */
export async function requireSameAnswers(variants: readonly Variant[]): Promise<number> {
  const [reference, ...others] = await Promise.all(
    variants.map(async ({ name, url }) => ({ name, answers: await askAll(url) })),
  );
  for (const other of others)
    for (const [index, answer] of other.answers.entries()) {
      const expected = reference?.answers[index];
      if (expected === undefined || differs(expected, answer))
        throw new BenchError(
          `${other.name} answers ${JSON.stringify(answer)} to ${TRANSACTION_BODIES[index]}, ${reference?.name} ${JSON.stringify(expected)}`,
          'the variants must run the same model on the same inputs before their speeds can be compared',
        );
    }
  return TRANSACTION_BODIES.length;
}

export function differs(a: Answer, b: Answer): boolean {
  return !(Math.abs(a.probability - b.probability) <= TOLERANCE) || a.decision !== b.decision;
}

async function askAll(url: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const body of TRANSACTION_BODIES) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(5000),
    });
    if (!response.ok)
      throw new BenchError(`${url} answers ${response.status}: ${await response.text()}`, body);
    const { probability, decision } = (await response.json()) as Answer;
    answers.push({ probability, decision });
  }
  return answers;
}
