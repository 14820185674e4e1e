import createError from '@fastify/error';

/** The sender keeps what is not acknowledged and tries again. */
export const StateUnavailable = createError(
  'STATE_UNAVAILABLE',
  'the journal cannot be written; try again later',
  503,
);
export const ApprovalNotFound = createError<[string]>(
  'APPROVAL_NOT_FOUND',
  'nothing called %s waits for approval',
  404,
);
export const IncidentNotFound = createError<[string]>('INCIDENT_NOT_FOUND', 'no incident %s', 404);
/** The inference service cannot be asked, or has said no. */
export const ServingUnavailable = createError<[string]>('SERVING_UNAVAILABLE', 'inference: %s', 503);

/** The monitor's tables cannot be read now; the attempt fails. */
export const TrainingDataUnavailable = createError(
  'TRAINING_DATA_UNAVAILABLE',
  "the monitor's database cannot be read",
  503,
);

/** What an action is for does not exist (any more): no failure, but nothing to do. */
export const NotApplicable = createError<[string]>('NOT_APPLICABLE', '%s', 409);
