/** What runs a lab: for `./lab` and for tests; a lab itself needs none of it. */
export { implausible, type LabMeasured, type Measured, parseMeasured } from '../measured.ts';
export * from '../progress/changes.ts';
export { isOpen, type LabProgress, NO_PROGRESS, type Progress, parseProgress } from '../progress/progress.ts';
export {
  newSigningKey,
  type SignedReport,
  signerOf,
  signReport,
  verifyReport,
} from '../progress/signed-report.ts';
export { ANSWERS_FILE, emptyAnswers, readAnswers, withAnswer } from '../workspace/answers-file.ts';
export { copyFiles, filesBelow, filledIn } from '../workspace/copy-files.ts';
export { learnerFiles } from '../workspace/learner-files.ts';
export { checkTasks, type TaskOutcome, type TaskResult } from './check-lab.ts';
export { checkTask, type Patience } from './check-task.ts';
export { inOrder, withNeeds } from './order.ts';
