/** The faults of the catalogue that can be an incident of this lab: customers feel them within a minute. */
import {
  badCanary,
  FAULTS,
  type Fault,
  type FaultyService,
  failingAnswers,
  failingFeatures,
  failingModel,
  noCustomers,
  slowModel,
  staleFeatures,
} from '@lab/catalogue/faults';
import type { Draws } from '@lab/course/lab';
import { ANSWERED_SOMEBODY_ELSE, type TraceProof } from './trace-proof.ts';

/** How a customer sees it. The words are those of the text. */
export const SUFFERINGS = ['late', 'refused', 'canary-refused', 'blind', 'outdated', 'gone'] as const;
export type Suffering = (typeof SUFFERINGS)[number];

export interface Incident {
  readonly fault: Fault;
  readonly switch: {
    readonly service: Extract<FaultyService, 'inference' | 'features' | 'traffic'>;
    readonly name: string;
    readonly settings: Readonly<Record<string, string | number>>;
  };
  readonly suffering: Suffering;
  /** What a trace has to show, where the catalogue says nothing of it. */
  readonly trace?: TraceProof;
}

export const INCIDENTS: readonly [Incident, ...Incident[]] = [
  {
    fault: slowModel,
    switch: { service: 'inference', name: 'slow_model', settings: { milliseconds: 1500 } },
    suffering: 'late',
  },
  {
    fault: failingModel,
    switch: { service: 'inference', name: 'failing_model', settings: { share: 0.5 } },
    suffering: 'refused',
  },
  {
    // The catalogue lets the traffic ask for these errors, and the traffic would tell. Here the service refuses by itself.
    fault: failingAnswers,
    switch: {
      service: 'inference',
      name: 'request_errors',
      settings: { method: 'POST', route: '/predict', share: 0.33 },
    },
    suffering: 'refused',
  },
  {
    fault: badCanary,
    switch: { service: 'inference', name: 'failing_model', settings: { version: '2', share: 0.8 } },
    suffering: 'canary-refused',
  },
  {
    fault: failingFeatures,
    switch: { service: 'features', name: 'request_errors', settings: { method: 'GET' } },
    suffering: 'blind',
  },
  {
    fault: staleFeatures,
    switch: { service: 'features', name: 'request_errors', settings: { method: 'PUT' } },
    suffering: 'outdated',
    trace: { service: 'features', failed: true },
  },
  {
    fault: noCustomers,
    switch: { service: 'traffic', name: 'no_customers', settings: {} },
    suffering: 'gone',
    trace: ANSWERED_SOMEBODY_ELSE,
  },
];

export const incidentOf = (draws: Draws): Incident => draws.pick('incident', INCIDENTS);

/** @throws Error for a fault that no trace shows: it is no incident of this lab */
export function proofOf({ fault, trace = fault.evidence.trace }: Incident): TraceProof {
  if (trace === undefined) throw new Error(`${fault.name} has no trace for evidence`);
  return trace;
}

/** Root causes that look likely and are not drawn. */
const DISTRACTORS = [
  'slow-answers',
  'frozen-features',
  'frozen-database',
  'blocked-event-loop',
  'full-queue',
  'drift',
  'series-explosion',
];

export const causeOf = ({ rootCause: { component, condition } }: Fault): string =>
  `${component}: ${condition}`;

/** Letters and what they stand for, in an order of this learner's own: a letter of somebody else is no answer. */
export function causesFor(draws: Draws): ReadonlyMap<string, string> {
  const causes = [
    ...INCIDENTS.map(({ fault }) => fault),
    ...FAULTS.filter(({ name }) => DISTRACTORS.includes(name)),
  ]
    .map(causeOf)
    .sort((one, other) => draws.token(`cause ${one}`).localeCompare(draws.token(`cause ${other}`)));
  return new Map(causes.map((cause, index) => [String.fromCharCode(65 + index), cause]));
}
