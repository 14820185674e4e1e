/** The labs of the course, in the order in which they build on each other. Any of them can be started on its own. */
import type { Lab } from '@lab/course/lab';

export const LABS: readonly Lab[] = [];
