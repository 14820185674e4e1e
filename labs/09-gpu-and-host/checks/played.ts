/** Situations that promtool plays with the learner's rules: samples, and what must follow. */
import { type Finding, found, type LabContext, settled } from '@lab/course/lab';
import { playSituations } from '../../shared/promtool-situations.ts';

export const USE_RULES = 'prometheus/rules/use.yml';
export const ALERT_RULES = 'prometheus/rules/alerts.yml';
export const CAPACITY_RULES = 'prometheus/rules/capacity.yml';

/** Where rules are played: the situations are written there, and promtool runs there. */
export type RulesFolder = Pick<LabContext, 'tool'> & { readonly files: Pick<LabContext['files'], 'write'> };

export interface Played {
  /** A sentence: what happens, and what must follow. */
  readonly name: string;
  /** Values in promtool's notation by series, one for each step. */
  readonly series: Readonly<Record<string, string>>;
  readonly expects: readonly Expected[];
  /** Between two samples, in seconds; a minute unless told. */
  readonly stepSeconds?: number;
}

interface Expected {
  readonly atMinutes: number;
  /** What is asked, where the sentence of the situation does not say: the name of a rule. */
  readonly of?: string;
  readonly expr: string;
  /** Values by labels in braces; empty where nothing may come. */
  readonly samples: Readonly<Record<string, number>>;
}

/**
 * Whether the rules do the right thing in each.
 * @param evaluationMinutes between two evaluations: hours cost less with more
 * @throws Error in promtool's words where it cannot read the rules
 */
export async function plays(
  lab: RulesFolder,
  ruleFiles: readonly string[],
  played: readonly Played[],
  evaluationMinutes = 1,
): Promise<Finding> {
  // Not YAML by its name: the workbench reads its engines' configuration again whenever YAML changes.
  const file = `.check/${(ruleFiles.at(-1) ?? '').replaceAll(/\W/g, '-')}.promtest`;
  const verdicts = await playSituations(
    lab,
    file,
    played.map(({ name, series, expects, stepSeconds = 60 }) => ({
      name,
      series,
      interval: `${stepSeconds}s`,
      asks: expects.map(({ atMinutes, expr, samples }) => ({ expr, at: `${atMinutes}m`, samples })),
    })),
    { ruleFiles, evaluationInterval: `${evaluationMinutes}m` },
  );
  const wrong = played.flatMap((situation, index) => {
    const { isMet = true, ask = 0, got } = verdicts[index] ?? {};
    return isMet ? [] : [otherwise(situation.name, situation.expects[ask], got)];
  });
  return settled(
    found(wrong.length === 0, {
      expected: `the right thing in each of ${played.length} situations that promtool plays`,
      seen: wrong.length === 0 ? 'the right thing' : wrong.join('\n'),
      lookAt: `${ruleFiles.at(-1)}; the samples: ${file}`,
    }),
  );
}

/** Rules are named with what they gave and should have given; of alerts the situation says what should be. */
function otherwise(situation: string, expected: Expected | undefined, got = 'nil'): string {
  if (expected?.of === undefined) return `something else where ${situation}`;
  const [[labels, value] = ['{}', 0]] = Object.entries(expected.samples);
  return `${expected.of} is ${got === 'nil' ? 'not there' : written(got)} and not ${labels} ${value}, where ${situation}`;
}

/** `{instance="box-1"} 4E-01`, as promtool prints it, with a number that is read more easily. */
const written = (got: string): string =>
  got.replaceAll(/(?<= )-?\d[\d.]*E[+-]\d+/g, (number) => String(Number(number)));
