/** Answers that are numbers, in whatever words and with whatever units: `17 min`, `57x`, `9 replicas, 0.031 cents`. */
export const numbersIn = (answer: string | undefined): number[] =>
  [...(answer ?? '').matchAll(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+/gi)].map(([number]) => Number(number));

/** @param tolerance relative: 0.02 is two percent of what is right */
export const isNear = (given: number | undefined, right: number, tolerance: number): boolean =>
  given !== undefined && Math.abs(given - right) <= Math.abs(right) * tolerance;
