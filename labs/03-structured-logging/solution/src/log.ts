/** One event, one line: what it is called is constant, what happened stands in fields. */
import { currentIds } from './context.ts';
import { withoutPersonalData } from './personal-data.ts';

type Level = 'info' | 'warn' | 'error';
type Fields = Readonly<Record<string, string | number>>;

export function log(level: Level, event_type: string, message: string, fields: Fields = {}): void {
  const innocent = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? withoutPersonalData(value) : value,
    ]),
  );
  const line = {
    timestamp: new Date().toISOString(),
    level,
    service: process.env.OTEL_SERVICE_NAME,
    environment: process.env.DEPLOYMENT_ENVIRONMENT,
    event_type,
    ...currentIds(),
    ...innocent,
    message,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
