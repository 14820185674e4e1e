import { FEATURE_NAMES } from '@lab/model/features';

/** One feature that a score is shared among: its name in the reference profile, and the model's inputs that carry it. */
export interface Player {
  readonly name: string;
  /** Positions in the row of inputs. */
  readonly inputs: readonly number[];
}

/** The features of the reference profile. The one-hot inputs of a category move together: half a category is none. */
export const PLAYERS: readonly Player[] = Object.entries(
  Object.groupBy([...FEATURE_NAMES.keys()], (input) => FEATURE_NAMES[input]?.split('=')[0] ?? ''),
).map(([name, inputs = []]) => ({ name, inputs }));
