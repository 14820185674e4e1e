import type { LabelBound } from '@lab/catalogue';

/**
 * Every combination of the enumerated labels that `fixed` leaves open, or none where an open label has no
 * enumeration. These are the series that exist from the start with the value 0: a counter that appears with its
 * first error hides that error from `rate()`, and a ratio without its numerator is no data instead of 0.
 */
export function knownLabelSets(
  labels: Readonly<Record<string, LabelBound>>,
  fixed: Readonly<Record<string, string>> = {},
): Record<string, string>[] {
  let sets: Record<string, string>[] = [{}];
  for (const [name, bound] of Object.entries(labels)) {
    const given = fixed[name];
    const values = given !== undefined ? [given] : typeof bound === 'number' ? [] : bound;
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value })));
  }
  return sets;
}
