/** Situations that rules are put into by promtool: samples, and what must fire then. */
import type { LabContext } from '@lab/course/lab';
import { playSituations } from '../../shared/promtool-situations.ts';

export const RULES_FILE = 'prometheus/rules/alerts.yml';
/** Between two samples, and between two evaluations. */
export const STEP_SECONDS = 2;

export interface Situation {
  /** A sentence: what happens, and what must follow. */
  readonly name: string;
  /** Series by name with labels; a value for each step, from `values` below. */
  readonly series: Readonly<Record<string, readonly (number | 'stale')[]>>;
  readonly expects: readonly Expectation[];
}

interface Expectation {
  /** Seconds since the situation began. */
  readonly at: number;
  /** Matchers without braces: `alertname="PredictionsFailing"`. */
  readonly alerts: string;
  readonly firing: number;
}

/** Total of a counter after each step. @param phases seconds, and how much is added in each step of them */
export function counter(...phases: readonly (readonly [seconds: number, perStep: number])[]): number[] {
  const totals = [0];
  for (const [seconds, perStep] of phases)
    for (let step = 0; step < seconds / STEP_SECONDS; step++) totals.push((totals.at(-1) ?? 0) + perStep);
  return totals;
}

/** Value of a gauge at each step. */
export const gauge = (...phases: readonly (readonly [seconds: number, value: number])[]): number[] =>
  phases.flatMap(([seconds, value]) => Array<number>(seconds / STEP_SECONDS).fill(value));

/**
 * Names of the situations in which the rules do something else.
 * @param rulesFile in the learner's folder
 * @throws Error in promtool's words where it cannot read the rules
 */
export async function failing(
  lab: Pick<LabContext, 'files' | 'tool'>,
  rulesFile: string,
  situations: readonly Situation[],
): Promise<string[]> {
  // Not YAML by its name: the workbench reads its engines' configuration again whenever YAML changes.
  const file = `.check/${rulesFile.replaceAll(/\W/g, '-')}.promtest`;
  const verdicts = await playSituations(
    lab,
    file,
    situations.map(({ name, series, expects }) => ({
      name,
      series: Object.fromEntries(
        Object.entries(series).map(([written, values]) => [written, values.join(' ')]),
      ),
      interval: `${STEP_SECONDS}s`,
      asks: expects.map(({ at, alerts, firing }) => ({
        expr: `count(ALERTS{alertstate="firing",${alerts}})`,
        at: `${at}s`,
        samples: firing === 0 ? {} : { '{}': firing },
      })),
    })),
    { ruleFiles: [rulesFile], evaluationInterval: `${STEP_SECONDS}s` },
  );
  return situations.filter((_, index) => verdicts[index]?.isMet === false).map(({ name }) => name);
}
