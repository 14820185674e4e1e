export { incompleteBeta } from './beta.ts';
export { binomialProbability, hypergeometricProbability } from './binomial.ts';
export { cramerVonMisesLimitCdf, scaledBesselK } from './cramer-von-mises-limit.ts';
export { chiSquareUpperTail, normalTwoTails, normalUpperTail, studentTwoTails } from './distributions.ts';
export { logGamma, upperGamma } from './gamma.ts';
export { kolmogorovUpperTail, smirnovUpperTail } from './kolmogorov.ts';
