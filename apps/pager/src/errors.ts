import createError from '@fastify/error';

export const NotAHeartbeat = createError('NOT_A_HEARTBEAT', 'the only heartbeat is the alert Watchdog', 400);
export const RunbookNotFound = createError<[string]>('RUNBOOK_NOT_FOUND', 'no runbook %s', 404);
/** The sender keeps what is not acknowledged and tries again. */
export const InboxUnavailable = createError(
  'INBOX_UNAVAILABLE',
  'the notification could not be written to the journal; send it again',
  503,
);
