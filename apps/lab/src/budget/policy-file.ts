import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorBudgetPolicy, SloError } from '@lab/slo';
import { loadPolicy } from '@lab/slo/documents';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

export const POLICY_FILE = 'infra/slo/error-budget-policy.yaml';

/** @throws LabError that lists every mistake of the file */
export function readPolicy(root: string): ErrorBudgetPolicy {
  try {
    return loadPolicy(readFileSync(join(root, POLICY_FILE), 'utf8'));
  } catch (error) {
    if (!(error instanceof SloError)) throw error;
    throw new LabError(
      'POLICY_INVALID',
      `${POLICY_FILE}:\n${error.problems.map((problem) => `  - ${problem}`).join('\n')}`,
      `mend ${POLICY_FILE}`,
      EXIT.usage,
    );
  }
}
