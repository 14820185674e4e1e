export type { AbortCondition, Call, Experiment, Injection, Probe } from './experiment.ts';
export {
  type ExperimentFile,
  type KeptRun,
  keepRun,
  loadExperiment,
  runsFolder,
  sha256Of,
} from './experiment-file.ts';
export type { Journal, ProbeJournal, Verdict } from './journal.ts';
export { ExperimentError, readExperiment } from './read-experiment.ts';
export { PROBE_HEADER, probeCells, SAID } from './report.ts';
export { type ExperimentRun, runExperiment } from './run-experiment.ts';
export { type Switch, type SwitchBoard, switchOf, unknownFault } from './switches.ts';
