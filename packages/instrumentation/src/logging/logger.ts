import { trace } from '@opentelemetry/api';
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
  return pino(
    {
      level: options.level,
      base: { service: options.service, environment: options.environment },
      messageKey: 'message',
      errorKey: 'error',
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      // An Error in a child's bindings or a bare `log.error(error)` meets no formatter: serializers see both.
      serializers: {
        error: (error) => personalData.filterFields({ error }).error,
        err: (error) => personalData.filterFields({ error }).error,
      },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => personalData.filterFields(fields),
      },
      mixin: activeSpanIds,
      hooks: {
        logMethod(args, method) {
          for (let index = 0; index < args.length; index++) {
            const part = args[index] as unknown;
            if (typeof part === 'string') args[index] = personalData.filterText(part) as never;
          }
          method.apply(this, args);
        },
      },
    },
    options.destination ?? new TurnBufferedDestination(),
  );
}

function activeSpanIds(fields: object): object {
  // A line written after the request's context is gone (its access line) brings the ids itself.
  if ('trace_id' in fields) return {};
  const context = trace.getActiveSpan()?.spanContext();
  return context === undefined ? {} : { trace_id: context.traceId, span_id: context.spanId };
}
