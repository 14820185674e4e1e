import type { LearnerFiles } from '@lab/course/lab';
import { parse, YAMLParseError } from 'yaml';

export const EVIDENCE_FILE = 'evidence.yaml';

/** @throws Error that says what is missing */
export async function evidenceOf(files: LearnerFiles, kind: 'metric' | 'log'): Promise<string> {
  const document = read(await files.read(EVIDENCE_FILE));
  const query = (document as Record<string, unknown> | null)?.[kind];
  if (typeof query !== 'string' || query.trim() === '')
    throw new Error(`${EVIDENCE_FILE} has no query under ${kind}`);
  return query.trim();
}

function read(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new Error(
      `${EVIDENCE_FILE} is no YAML; a query that begins with { has to stand in single quotes: ${error.message}`,
      { cause: error },
    );
  }
}
