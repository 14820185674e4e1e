import { LabError, messageOf } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';

/** A file that cannot be read as what it should be: no verdict, so neither of the exit codes of a verdict. */
export function badData(
  code: string,
  file: string,
  cause: unknown,
  hint = 'mend the file, or name its format with --format csv, jsonl or parquet',
): LabError {
  const what = typeof cause === 'string' ? cause : messageOf(cause);
  return new LabError(code, `${file}: ${what}`, hint, EXIT.usage);
}
