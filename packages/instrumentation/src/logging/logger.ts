import { isSpanContextValid, trace } from '@opentelemetry/api';
import pino, { type Logger as PinoLogger } from 'pino';
import { PersonalDataFilter } from './personal-data.ts';
import { TurnBufferedDestination } from './turn-buffered-destination.ts';

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly service: string;
  readonly environment: string;
  readonly level: string;
  /** Secret that user ids are hashed with; see {@link PersonalDataFilter.hashUserId}. */
  readonly userIdSalt: string;
  /** Where lines go; standard output unless a test looks at them. */
  readonly destination?: { write(line: string): void };
}

/**
 * A pino logger that writes the lab's schema: `timestamp`, `level`, `service`, `environment`, `message`, then
 * `trace_id` and `span_id` of the active span, `request_id` from the request's child, and facts as fields.
 *
 * The message is constant text; what differs from line to line belongs into fields, where Loki can filter on it.
 */
export function createLogger(options: LoggerOptions): Logger {
  const personalData = new PersonalDataFilter(options.userIdSalt);
  const logger = pino(
    {
      level: options.level,
      base: { service: options.service, environment: options.environment },
      messageKey: 'message',
      errorKey: 'error',
      timestamp,
      // Errors come here already filtered; pino's own serializer would rename their type to "Object".
      serializers: { error: (error) => error, err: (error) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => personalData.filterFields(fields),
      },
      mixin: activeSpanIds,
      hooks: {
        logMethod(args, method) {
          // The first object becomes fields and passes the formatter; what follows becomes text.
          for (let index = 0; index < args.length; index++) {
            const part = args[index] as unknown;
            if (typeof part === 'string') args[index] = personalData.filterText(part) as never;
            else if (index > 0) args[index] = personalData.filterValue(part) as never;
          }
          const message = args.length === 1 ? messageOfError(args[0]) : undefined;
          if (message !== undefined) args[1] = personalData.filterText(message);
          method.apply(this, args);
        },
      },
    },
    options.destination ?? new TurnBufferedDestination(),
  );
  // pino applies no formatter to the bindings of a child. Children inherit this method from their parent.
  const { child } = logger;
  logger.child = function filteredChild(this: Logger, bindings, childOptions) {
    return child.call(this, personalData.filterFields(bindings), childOptions);
  } as typeof child;
  return logger;
}

let formattedAt = 0;
let formatted = '';

/** Lines of one millisecond share the text of their time. */
function timestamp(): string {
  const now = Date.now();
  if (now !== formattedAt) {
    formattedAt = now;
    formatted = `,"timestamp":"${new Date(now).toISOString()}"`;
  }
  return formatted;
}

/** What pino takes, unfiltered, as the message of a line that was given only an error. */
function messageOfError(first: unknown): string | undefined {
  if (first instanceof Error) return first.message;
  const { error, message } = (first ?? {}) as { error?: unknown; message?: unknown };
  return error instanceof Error && message === undefined ? error.message : undefined;
}

function activeSpanIds(fields: object): object {
  // A line written after the request's context is gone (its access line) brings the ids itself.
  if ('trace_id' in fields) return {};
  const context = trace.getActiveSpan()?.spanContext();
  if (context === undefined || !isSpanContextValid(context)) return {};
  return { trace_id: context.traceId, span_id: context.spanId };
}
