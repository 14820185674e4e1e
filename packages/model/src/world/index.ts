export type { MerchantCategory, Transaction, UserFeatures } from '../features/index.ts';
export type { Drift } from './drift.ts';
export { fraudProbability } from './fraud.ts';
export {
  type CustomerSnapshot,
  createWorld,
  type LabelledTransaction,
  type World,
  type WorldOptions,
} from './world.ts';
