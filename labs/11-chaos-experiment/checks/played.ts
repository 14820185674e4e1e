/** What a learner's queries say in situations that promtool plays: the real shop is in none of them at will. */
import type { Probe } from '@lab/chaos';
import type { CheckContext } from '@lab/course/lab';
import { playSituations } from '../../shared/promtool-situations.ts';

export interface Situation {
  /** As in "the queries where …". */
  readonly name: string;
  /** Values in promtool's notation, one a second for 90 seconds, by series. */
  readonly series: Readonly<Record<string, string>>;
}

const AT = '80s';

/** 1 where a probe does not hold, else 0: beyond a bound, not a number, or no answer at all. */
export function deviates({ query, atLeast, atMost }: Probe): string {
  const signs = [
    ...(atLeast === undefined ? [] : [`(${query}\n) < ${atLeast}`]),
    ...(atMost === undefined ? [] : [`(${query}\n) > ${atMost}`]),
    `(${query}\n) != (${query}\n)`,
    `absent(${query}\n)`,
  ];
  return anyOf(signs);
}

/** 1 where one of the queries answers something, else 0. */
export const anyOf = (queries: readonly string[]): string =>
  `clamp_max(${queries.map((query) => `(count(${query}\n) or vector(0))`).join(' + ')}, 1)`;

interface Expectation {
  readonly situation: Situation;
  readonly expression: string;
  readonly value: 0 | 1;
}

/** @returns those that are not met, in order; an Error of promtool's own, such as a query that it cannot read, is thrown */
export async function unmet(
  lab: Pick<CheckContext, 'files' | 'tool'>,
  name: string,
  expectations: readonly Expectation[],
): Promise<Expectation[]> {
  const verdicts = await playSituations(
    lab,
    // Not YAML by its name: the workbench reads its engines' configuration again whenever YAML changes.
    `.check/${name}.promtest`,
    expectations.map(({ situation: { series }, expression, value }) => ({
      series,
      interval: '1s',
      asks: [{ expr: expression, at: AT, samples: { '{}': value } }],
    })),
    { evaluationInterval: '1s' },
  );
  return expectations.filter((_, index) => verdicts[index]?.isMet === false);
}
