import { styleText } from 'node:util';
import { HttpError, PrometheusApi } from '@lab/engine-clients';
import {
  type ErrorBudgetPolicy,
  RELEASE_KINDS,
  type ReleaseKind,
  type ReleaseVerdict,
  releaseVerdict,
  verdictOf,
} from '@lab/slo';
import { budgetTable, coverage } from '../budget/budget-table.ts';
import { POLICY_FILE, readPolicy } from '../budget/policy-file.ts';
import { readBudgets, type SloBudget } from '../budget/read-budgets.ts';
import { LabError, notRunning } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { endpointsOf } from '../lab-endpoints.ts';
import type { CommandContext } from '../main.ts';
import type { Output } from '../output.ts';

export interface BudgetOptions {
  /** Only this objective. */
  readonly slo?: string;
  /** true for --release without a kind. */
  readonly release?: string | true;
}

/** What is left of every error budget, and what may be released. */
export async function budget(
  { settings, output }: CommandContext,
  { slo, release }: BudgetOptions,
): Promise<number> {
  const kind = release === undefined ? undefined : releaseKind(release);
  const policy = readPolicy(settings.root);
  const budgets = chosen(await budgetsAt(endpointsOf(settings).prometheus), slo);
  const verdict = kind === undefined ? undefined : releaseVerdict(policy, budgets, kind);
  output.line(budgetTable(budgets, policy));
  if (verdict !== undefined) sayVerdict(output, verdict, policy, budgets);
  output.data({ budgets: budgets.map((one) => describe(one, policy)), ...(verdict && { release: verdict }) });
  return verdict?.allowed === false ? EXIT.failed : EXIT.ok;
}

async function budgetsAt(prometheus: string): Promise<readonly SloBudget[]> {
  try {
    return await readBudgets(new PrometheusApi(prometheus));
  } catch (error) {
    if (error instanceof HttpError && error.status === undefined) throw notRunning();
    throw error;
  }
}

function chosen(budgets: readonly SloBudget[], slo: string | undefined): readonly SloBudget[] {
  if (budgets.length === 0) {
    throw new LabError(
      'NO_OBJECTIVES',
      'Prometheus has recorded no objective yet',
      'its rules run once a minute; ./lab verify tells whether it has any',
    );
  }
  const found = budgets.filter(({ id }) => slo === undefined || id === slo);
  if (found.length > 0) return found;
  throw new LabError(
    'UNKNOWN_OBJECTIVE',
    `there is no objective ${slo}`,
    `one of ${budgets.map(({ id }) => id).join(', ')}`,
    EXIT.usage,
  );
}

function releaseKind(given: string | true): ReleaseKind {
  const kind = RELEASE_KINDS.find((known) => known === (given === true ? 'feature' : given));
  if (kind !== undefined) return kind;
  throw new LabError(
    'UNKNOWN_RELEASE',
    `${given} is no kind of release`,
    `one of ${RELEASE_KINDS.join(', ')}`,
    EXIT.usage,
  );
}

function sayVerdict(
  output: Output,
  { allowed, kind, forbiddenBy }: ReleaseVerdict,
  policy: ErrorBudgetPolicy,
  budgets: readonly SloBudget[],
): void {
  output.line();
  if (allowed) {
    output.line(`${styleText('green', '✔')} ${kind}: may be released`);
    sayWhatItRestsOn(output, policy, budgets);
    return;
  }
  output.line(`${styleText('red', '✖')} ${kind}: not now, says ${POLICY_FILE}`);
  for (const { id, level, action } of forbiddenBy) output.line(`  ${id} is ${level}. ${action}`);
  const still = RELEASE_KINDS.filter((other) => forbiddenBy.every(({ allows }) => allows.includes(other)));
  output.line(`→ ${still.length === 0 ? 'nothing' : still.join(', ')} may still be released`);
  if (Object.keys(policy.advisory).length > 0)
    output.line(styleText('dim', '  advisory objectives were not asked'));
  sayWhatItRestsOn(output, policy, budgets);
}

/** A budget of thirty days is no more than a guess after ten minutes, whichever way it turns out. */
function sayWhatItRestsOn(output: Output, policy: ErrorBudgetPolicy, budgets: readonly SloBudget[]): void {
  const thin = budgets.filter((budget) => verdictOf(policy, budget).restsOnTooLittle);
  if (thin.length === 0) return;
  output.line(styleText('yellow', '  this rests on too little data of the period:'));
  for (const { id, covered } of thin) output.line(`  ${id}: ${coverage(covered)} is covered`);
}

/** For machines: a budget that lasts for ever has no number in JSON. */
function describe({ exhaustionMs, ...budget }: SloBudget, policy: ErrorBudgetPolicy) {
  const lasts = exhaustionMs === Number.POSITIVE_INFINITY ? null : exhaustionMs;
  return {
    ...budget,
    exhaustionSeconds: typeof lasts === 'number' ? lasts / 1000 : lasts,
    policy: verdictOf(policy, budget),
  };
}
