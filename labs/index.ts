/** The labs of the course, in the order in which they build on each other. Any of them can be started on its own. */
import type { Lab } from '@lab/course/lab';
import deployTheStack from './01-deploy-the-stack/lab.ts';
import structuredLogging from './03-structured-logging/lab.ts';

export const LABS: readonly Lab[] = [deployTheStack, structuredLogging];
