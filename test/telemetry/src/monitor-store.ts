/** What the monitor has stored of predictions and labels, asked over its API. */
import type { LabUnderTest } from './lab-under-test.ts';

/** What must be stored of a prediction. */
export interface Expected {
  readonly predictionId: string;
  /** The label that the monitor has acknowledged; absent where it was told none. */
  readonly isFraud?: boolean | undefined;
}

/** A row of `GET /v1/predictions/:id`: one version's answer, with the label of the prediction. */
export interface StoredRow {
  readonly prediction_id: string;
  readonly role: string;
  readonly is_fraud: boolean | null;
}

const ASKED_AT_ONCE = 25;

/** What is wrong with the rows of a prediction: nothing, where its answer is there once and with its label. */
export function wrongWith({ predictionId, isFraud }: Expected, rows: readonly StoredRow[]): string[] {
  // A shadow scores the same prediction without answering it.
  const answers = rows.filter(({ role }) => role !== 'shadow');
  const labels = new Set(rows.map(({ is_fraud }) => is_fraud));
  const problems: string[] = [];
  if (answers.length !== 1) problems.push(`${predictionId}: stored ${answers.length} times`);
  if (answers.length > 0 && isFraud !== undefined && !(labels.size === 1 && labels.has(isFraud)))
    problems.push(`${predictionId}: label ${[...labels].map(String).join(' and ')} instead of ${isFraud}`);
  return problems;
}

/** @throws where the monitor gives no answer about a prediction; that it has none of it is an answer */
async function rowsOf(lab: LabUnderTest, predictionId: string): Promise<readonly StoredRow[]> {
  const response = await fetch(`http://127.0.0.1:${lab.ports.MONITOR_PORT}/v1/predictions/${predictionId}`);
  const body = (await response.json()) as { predictions?: StoredRow[] };
  if (response.status === 404) return [];
  if (body.predictions === undefined) throw new Error(`${predictionId}: status ${response.status}`);
  return body.predictions;
}

/** Those of `expected` that are not stored as they must be, with what is wrong. */
export async function notStored(
  lab: LabUnderTest,
  expected: readonly Expected[],
): Promise<readonly { readonly expected: Expected; readonly problems: readonly string[] }[]> {
  const found: { expected: Expected; problems: string[] }[] = [];
  for (let at = 0; at < expected.length; at += ASKED_AT_ONCE) {
    const asked = expected.slice(at, at + ASKED_AT_ONCE);
    const rows = await Promise.all(asked.map(({ predictionId }) => rowsOf(lab, predictionId)));
    for (const [index, one] of asked.entries()) {
      const problems = wrongWith(one, rows[index] ?? []);
      if (problems.length > 0) found.push({ expected: one, problems });
    }
  }
  return found;
}
