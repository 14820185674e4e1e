/**
 * An error-budget policy: agreed before it hurts, what may still be released at which remaining budget. The answer is
 * the strictest of all objectives that guard releases.
 */
export const RELEASE_KINDS = ['feature', 'model', 'experiment', 'fix', 'rollback'] as const;
/** What somebody wants to release. */
export type ReleaseKind = (typeof RELEASE_KINDS)[number];

interface PolicyLevel {
  readonly name: string;
  /** The level holds while more than this share of the budget is left; the last level has none and takes the rest. */
  readonly remainingAbove?: number;
  readonly allows: readonly ReleaseKind[];
  /** What the team does at this level: a sentence. */
  readonly action: string;
}

export interface ErrorBudgetPolicy {
  /** From the fullest budget to the emptiest. */
  readonly levels: readonly PolicyLevel[];
  /** `service-slo` of the objectives that say nothing about releases, each with the reason. */
  readonly advisory: Readonly<Record<string, string>>;
  /** Share of the period, 0 to 1, that must be covered by data before an answer rests on enough. */
  readonly enoughCovered: number;
  /** For an objective that nothing has been counted for. */
  readonly noData: { readonly allows: readonly ReleaseKind[]; readonly action: string };
}

interface BudgetState {
  /** `sloth_id` */
  readonly id: string;
  /** 1 untouched, 0 nothing left, undefined unknown. */
  readonly remaining: number | undefined;
  /** Share of the period for which there is data, 0 to 1. */
  readonly covered: number;
}

interface SloVerdict {
  readonly id: string;
  readonly level: string;
  readonly allows: readonly ReleaseKind[];
  readonly action: string;
  /** Too little of the period is covered to take the level for more than a guess. It forbids and allows all the same. */
  readonly restsOnTooLittle: boolean;
  /** Reason for which the objective does not count for releases. */
  readonly advisory?: string;
}

export interface ReleaseVerdict {
  readonly allowed: boolean;
  readonly kind: ReleaseKind;
  /** Objectives that forbid it. */
  readonly forbiddenBy: readonly SloVerdict[];
}

/** What is wrong with a policy; empty where nothing is. */
export function policyProblems({ levels, noData }: ErrorBudgetPolicy): readonly string[] {
  const problems: string[] = [];
  const bounds = levels.map(({ remainingAbove }) => remainingAbove);
  if (levels.length === 0) problems.push('there is no level');
  for (const [index, bound] of bounds.entries()) {
    const next = bounds[index + 1];
    const isLast = index === bounds.length - 1;
    if (isLast && bound !== undefined)
      problems.push('the last level has a remainingAbove: nothing holds below it');
    if (!isLast && bound === undefined) problems.push(`level ${levels[index]?.name} has no remainingAbove`);
    if (bound !== undefined && next !== undefined && bound <= next) {
      problems.push(`levels must go from full to empty: ${bound} stands before ${next}`);
    }
  }
  for (const [where, allows] of [
    ...levels.map((level) => [level.name, level.allows] as const),
    ['noData', noData.allows] as const,
  ]) {
    if (!allows.includes('rollback'))
      problems.push(`${where} forbids a rollback, which is never the wrong direction`);
  }
  return problems;
}

/** What the policy says about one objective. */
export function verdictOf(policy: ErrorBudgetPolicy, { id, remaining, covered }: BudgetState): SloVerdict {
  const advisory = policy.advisory[id];
  const restsOnTooLittle = covered < policy.enoughCovered;
  const base = { id, restsOnTooLittle, ...(advisory === undefined ? {} : { advisory }) };
  if (remaining === undefined || Number.isNaN(remaining))
    return { ...base, level: 'no data', ...policy.noData };
  const level = policy.levels.find(
    ({ remainingAbove = Number.NEGATIVE_INFINITY }) => remaining > remainingAbove,
  );
  if (level === undefined) throw new RangeError(`no level for a remaining budget of ${remaining}`);
  return { ...base, level: level.name, allows: level.allows, action: level.action };
}

/** Whether something may be released, all objectives considered. */
export function releaseVerdict(
  policy: ErrorBudgetPolicy,
  budgets: readonly BudgetState[],
  kind: ReleaseKind,
): ReleaseVerdict {
  const forbiddenBy = budgets
    .map((budget) => verdictOf(policy, budget))
    .filter(({ advisory, allows }) => advisory === undefined && !allows.includes(kind));
  return { allowed: forbiddenBy.length === 0, kind, forbiddenBy };
}
