export {
  fillEmptyBins,
  hellingerDistance,
  jensenShannonDistance,
  kullbackLeiblerDivergence,
  populationStabilityIndex,
  stabilityIndexOfShares,
  totalVariationDistance,
} from './histogram-distances.ts';
export { energyDistance, normedWassersteinDistance, wassersteinDistance } from './sample-distances.ts';
