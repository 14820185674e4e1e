import { LabError } from './errors.ts';
import { EXIT } from './exit-codes.ts';

/** The value of an option. @throws LabError where it is no whole number from 1 to `most` */
export function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new LabError(
    'USAGE',
    `--${option} ${text} is no whole number from 1 to ${most}`,
    `for example --${option} 3`,
    EXIT.usage,
  );
}
