/** Documents as claims that can be checked: what needs no running lab. `@lab/documents-test/live` asks one. */
export { ports, portsAreOfTheLab } from './checks/addresses.ts';
export { cliUsage } from './checks/cli-usage.ts';
export { commandsExist } from './checks/commands.ts';
export { fencesAreSound, isQuery, isRun, type Side } from './checks/fences.ts';
export { linksResolve } from './checks/links.ts';
export { metricsExist } from './checks/metrics.ts';
export { type Problem, problemLine } from './problem.ts';
export { documents } from './read/corpus.ts';
export type { Document, Fence } from './read/document.ts';
export { readDocument } from './read/read-document.ts';
