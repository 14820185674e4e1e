export { behaviourTests, type PromtoolTest, pairTests } from './tests.ts';
