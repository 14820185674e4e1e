/** What only a running lab can tell of a document. */
export { addressProblems, foreignMetricProblems, seriesNames } from './answers.ts';
export type { LiveLab } from './lab.ts';
export { queryProblems } from './queries.ts';
export { ruleProblems } from './rules.ts';
export { shellFences, shellProblems } from './shell.ts';
