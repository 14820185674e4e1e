/** Answers that are numbers. */
export const numbersIn = (answer: string | undefined): number[] =>
  (answer ?? '').split(/[,;]\s*|\s+and\s+/).map((part) => Number(part.trim()));

/** @param tolerance relative: 0.02 is two percent of what is right */
export const isNear = (given: number | undefined, right: number, tolerance: number): boolean =>
  given !== undefined && Math.abs(given - right) <= Math.abs(right) * tolerance;
