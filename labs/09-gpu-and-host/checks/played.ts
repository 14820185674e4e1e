/** Situations that promtool plays with the learner's rules: samples, and what must follow. */
import { type Finding, found, type LabContext } from '@lab/course/lab';
import { playSituations } from '../../shared/promtool-situations.ts';

export const USE_RULES = 'prometheus/rules/use.yml';
export const ALERT_RULES = 'prometheus/rules/alerts.yml';
export const CAPACITY_RULES = 'prometheus/rules/capacity.yml';

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
  lab: Pick<LabContext, 'files' | 'tool'>,
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
  const wrong = played.filter((_, index) => verdicts[index]?.isMet === false).map(({ name }) => name);
  return found(wrong.length === 0, {
    expected: `the right thing in each of ${played.length} situations that promtool plays`,
    seen: wrong.length === 0 ? 'the right thing' : `something else where ${wrong.join('; and where ')}`,
    lookAt: `${ruleFiles.at(-1)}; the samples: ${file}`,
  });
}
