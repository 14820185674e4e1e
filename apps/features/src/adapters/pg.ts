/**
 * The one place that loads pg.
 *
 * Through `require`, because the OpenTelemetry instrumentation patches what is required: an `import` would pass it by,
 * and every SQL span would be missing without an error.
 */
import { createRequire } from 'node:module';

export const pg = createRequire(import.meta.url)('pg') as typeof import('pg');
