import type { Injection } from '@lab/chaos';
import type { Draws, LabContext } from '@lab/course/lab';
import { TWENTIETH_FAILS, TWENTIETH_IS_SLOW } from './lab-situations.ts';
import type { Situation } from './played.ts';

export const CLAIM_FILE = 'claim.md';

/** What somebody says of the lab's inference service. */
export interface Claim {
  readonly text: string;
  readonly service: 'features' | 'inference';
  readonly fault: string;
  /** In words, for whoever has injected something else. */
  readonly method: string;
  readonly isSevere: (settings: Readonly<Record<string, unknown>>) => boolean;
  /** What its steady state must notice. */
  readonly contradiction: Situation;
}

const atLeast =
  (name: string, least: number) =>
  (settings: Readonly<Record<string, unknown>>): boolean =>
    settings[name] === undefined || Number(settings[name]) >= least;

const CLAIMS: readonly [Claim, ...Claim[]] = [
  {
    text: 'The feature service may refuse every lookup: 99 of 100 customers get a prediction all the same.',
    service: 'features',
    fault: 'request_errors',
    method: 'every lookup of features refused',
    isSevere: atLeast('share', 1),
    contradiction: TWENTIETH_FAILS,
  },
  {
    text: 'The feature service may take a second longer for every lookup: 99 of 100 customers have their answer within a second all the same.',
    service: 'features',
    fault: 'request_latency',
    method: 'every lookup of features a second later, or more',
    isSevere: (settings) => atLeast('milliseconds', 1000)(settings) && atLeast('share', 1)(settings),
    contradiction: TWENTIETH_IS_SLOW,
  },
  {
    text: 'Each execution of the model may take a second longer: 99 of 100 customers have their answer within a second all the same.',
    service: 'inference',
    fault: 'slow_model',
    method: 'every execution of the model a second later, or more',
    isSevere: atLeast('milliseconds', 1000),
    contradiction: TWENTIETH_IS_SLOW,
  },
  {
    text: 'Half of all executions of the model may fail: 99 of 100 customers get a prediction all the same, since each is tried again.',
    service: 'inference',
    fault: 'failing_model',
    method: 'half of the executions of the model failing, or more',
    isSevere: atLeast('share', 0.5),
    contradiction: TWENTIETH_FAILS,
  },
];

export const claimOf = (draws: Draws): Claim => draws.pick('claim', CLAIMS);

export async function writeClaim({ files, draws }: Pick<LabContext, 'files' | 'draws'>): Promise<void> {
  await files.write(
    CLAIM_FILE,
    `# A sentence of the architecture, or of somebody who has read it

> ${claimOf(draws).text}

It is said of the lab's inference service, and of the customers that its traffic service plays.
`,
  );
}

/** Whether an injection is what the claim is about. */
export function isMethodOf(
  { service, fault, isSevere }: Claim,
  [only, ...more]: readonly Injection[],
): boolean {
  return (
    more.length === 0 &&
    only?.kind === 'service_fault' &&
    only.service === service &&
    only.fault === fault &&
    isSevere(only.settings ?? {})
  );
}
