/** SQLSTATE classes and codes that say "not now" (PostgreSQL documentation, appendix A). */
const OUTAGE_CLASSES = new Set([
  '08', // connection exception
  '53', // insufficient resources: too many connections, disk full
  '57', // operator intervention: shutting down, starting up, statement timeout
  '58', // system error outside PostgreSQL
  '25', // invalid transaction state: a standby that is read-only
  '40', // serialization failure, deadlock
]);
const SYSTEM_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // a Unix socket that is not there yet
]);
/** Errors that pg and its pool make themselves carry no code. */
const CLIENT_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|The server does not support|Client was closed|Cannot use a pool after)/;

/** Whether the same statement may succeed later, without anybody changing it. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return CLIENT_MESSAGES.test(error.message);
  return SYSTEM_ERRORS.has(code) || (code.length === 5 && OUTAGE_CLASSES.has(code.slice(0, 2)));
}

/** The database answers, but it is not the one that was migrated: restored, replaced or emptied. */
export function isSchemaMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return code === '42P01' || code === '42703' || code === '3F000';
}
