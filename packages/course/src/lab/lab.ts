import type { LabContext, SolveContext } from './context.ts';
import type { Task } from './task.ts';
import type { Workbench } from './workbench.ts';

/**
 * A lab of the course: `labs/<NN>-<slug>/`, with `README.md` (the text), `lab.ts` (this), `starter/` (what the learner
 * begins with) and `solution/` (files that replace the starter's; nobody needs to see them before the end).
 */
export interface Lab {
  /** 0 for one that has a name alone, such as `capstone`: its folder is named by the slug. */
  readonly number: number;
  /** The folder's name without the number. */
  readonly slug: string;
  readonly title: string;
  /** How long a person needs, in minutes: 45 to 120. */
  readonly minutes: number;
  /** What `start` says besides, each time: what somebody who starts it once more would not expect. */
  readonly note?: string;
  /** Lessons that explain what is practised, as paths below `docs/lessons`. */
  readonly lessons: readonly string[];
  /** The learner's own small stack, if the lab has one. */
  readonly workbench?: Workbench;
  /** In the order of the text. A test compares the titles with the headings of README.md. */
  readonly tasks: readonly Task[];
  /** The task that decides by itself whether the lab counts as finished, such as one of points; all of them unless told. */
  readonly finishedBy?: string;
  /** Beyond copying the starter: switches a fault, writes data drawn for this learner. Repeatable. */
  readonly prepare?: (lab: LabContext) => Promise<void>;
  /** Undoes what `prepare` and the learner did to the running lab. Succeeds where nothing was done. */
  readonly cleanUp?: (lab: LabContext) => Promise<void>;
  /** What the learner does besides writing the files of `solution/`: finds the answers, asks the services. */
  readonly solve?: (lab: SolveContext) => Promise<void>;
}

/** Says that an object is a lab, and lets the compiler see it as one. */
export const defineLab = (lab: Lab): Lab => lab;
