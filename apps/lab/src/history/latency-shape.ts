/** How long predictions take: mostly milliseconds with a long tail, and another crowd around a second while the model is slow. */
const USUAL = { median: 0.02, sigma: 1.4 } as const;
const SLOW = { median: 0.9, sigma: 0.5 } as const;

/** Share of requests answered within `seconds`, where the share `slow` of them is slow. */
export const shareWithin = (seconds: number, slow: number): number =>
  (1 - slow) * logNormal(seconds, USUAL) + slow * logNormal(seconds, SLOW);

/** Mean of the same in seconds. */
export const meanSeconds = (slow: number): number => (1 - slow) * mean(USUAL) + slow * mean(SLOW);

type Shape = { readonly median: number; readonly sigma: number };

const mean = ({ median, sigma }: Shape): number => median * Math.exp((sigma * sigma) / 2);
const logNormal = (seconds: number, { median, sigma }: Shape): number =>
  normal(Math.log(seconds / median) / sigma);

/** Distribution function of the standard normal; Abramowitz and Stegun 26.2.17, wrong by less than 1e-7. */
function normal(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const polynomial =
    t *
    (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z > 0 ? 1 - tail : tail;
}
