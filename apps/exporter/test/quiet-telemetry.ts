import { createTelemetry, type Telemetry } from '@lab/instrumentation/core';

interface QuietTelemetry {
  readonly telemetry: Telemetry;
  /** Log lines so far. */
  readonly lines: Record<string, unknown>[];
}

export function quietTelemetry(): QuietTelemetry {
  const lines: Record<string, unknown>[] = [];
  const telemetry = createTelemetry({
    service: 'exporter',
    version: '0.0.0',
    environment: 'test',
    logLevel: 'debug',
    userIdSalt: 'a salt for tests only',
    logDestination: { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
  return { telemetry, lines };
}
