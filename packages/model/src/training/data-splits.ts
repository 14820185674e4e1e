import { createWorld, type World } from '../world/index.ts';
import { type Dataset, drawDataset } from './dataset.ts';
import type { DataRecipe } from './recipes.ts';

const FIRST_ROW_AT = Date.UTC(2026, 0, 1);
const SECONDS_BETWEEN_ROWS = 1;

export interface DataSplits {
  training: Dataset;
  validation: Dataset;
  heldOut: Dataset;
}

/** Three stretches of one world, one after the other in time: a model is always judged on its future. */
export function drawSplits(recipe: DataRecipe): DataSplits {
  const world: World = createWorld({ seed: recipe.seed, customers: recipe.customers });
  let drawn = 0;
  const next = (rows: number): Dataset => {
    const startsAt = new Date(FIRST_ROW_AT + drawn * SECONDS_BETWEEN_ROWS * 1000);
    drawn += rows;
    return drawDataset(world, rows, startsAt, SECONDS_BETWEEN_ROWS);
  };
  const training = next(recipe.trainingRows);
  const validation = next(recipe.validationRows);
  const heldOut = next(recipe.heldOutRows);
  return { training, validation, heldOut };
}
