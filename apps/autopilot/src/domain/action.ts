import { type ACTION_OUTCOMES, AUTOPILOT_ACTIONS, type REFUSALS } from '@lab/catalogue';

export const ACTIONS = AUTOPILOT_ACTIONS;
export type Action = (typeof AUTOPILOT_ACTIONS)[number];
export type Outcome = (typeof ACTION_OUTCOMES)[number];
export type Refusal = (typeof REFUSALS)[number];

/** What an action is about: the records of an incident are kept whoever may touch the models. */
export const touchesModels = (action: Action): boolean => action !== 'open_incident';
