export { type Correction, correctPValues } from './correct.ts';
