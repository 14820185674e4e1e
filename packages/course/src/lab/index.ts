export type { CheckContext, LabContext, LearnerFiles, SolveContext, ToolResult } from './context.ts';
export { Draws } from './draws.ts';
export { type Finding, fails, firstFailure, found, type Looked, passes, settled } from './finding.ts';
export { defineLab, type Lab } from './lab.ts';
export { findLab, labId } from './lab-id.ts';
export type { Question, Task } from './task.ts';
export type { Workbench, WorkbenchEndpoints, WorkbenchPort, WorkbenchService } from './workbench.ts';
