import { SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type, { type Static } from 'typebox';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const duration = (defaultMs: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ default: defaultMs, minimum, maximum, description });

/** Settings of the monitor, by environment variable. */
export const MonitorSettings = Type.Object({
  ...SERVICE_SETTINGS,
  ...FAULT_SETTINGS,
  DATABASE_URL: Type.String({
    pattern: '^postgres(ql)?://',
    description: 'postgres://user:password@host:port/database; or DATABASE_URL_FILE',
  }),
  DATABASE_POOL_SIZE: Type.Integer({ default: 4, minimum: 1, maximum: 100 }),
  DATABASE_TIMEOUT_MS: Type.Integer({
    default: 5000,
    minimum: 10,
    maximum: 60_000,
    description: 'longest wait for a connection, and again for a statement',
  }),
  MODEL_REPOSITORY: Type.String({
    minLength: 1,
    description: 'folder of <model>/<version>/reference-profile.json',
  }),
  ADMIN_TOKEN: Type.String({
    minLength: 16,
    description: 'bearer token of runs on demand and of /admin; or ADMIN_TOKEN_FILE',
  }),

  INFERENCE_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'inference service, which explains predictions; without one nothing is explained',
    }),
  ),

  MONITOR_MAX_BATCHES: Type.Integer({
    default: 8,
    minimum: 1,
    maximum: 1000,
    description: 'batches of events in work at once; more are answered 429',
  }),
  MONITOR_MAX_RECORDS: Type.Integer({
    default: 20_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'log records in work at once; more are answered 429',
  }),
  MONITOR_BATCH_BYTES: Type.Integer({
    default: 16 * 1024 * 1024,
    minimum: 1024,
    maximum: 256 * 1024 * 1024,
    description: 'largest batch, after decompression',
  }),
  MONITOR_RETENTION_MS: duration(
    6 * HOUR,
    MINUTE,
    400 * DAY,
    'how long predictions and their labels are kept',
  ),
  MONITOR_EARLY_LABEL_MS: duration(
    DAY,
    SECOND,
    400 * DAY,
    'how long a label waits for the event of its prediction',
  ),
  MONITOR_RETENTION_INTERVAL_MS: duration(
    5 * MINUTE,
    0,
    DAY,
    'time between two runs of retention; 0 is never',
  ),

  MONITOR_QUALITY_INTERVAL_MS: duration(
    15 * SECOND,
    0,
    DAY,
    'time between two runs of model quality; 0 runs when asked',
  ),
  MONITOR_QUALITY_WINDOW_MS: duration(
    HOUR,
    SECOND,
    30 * DAY,
    'event time of the mature predictions that quality is computed over',
  ),
  MONITOR_QUALITY_ROWS: Type.Integer({
    default: 20_000,
    minimum: 100,
    maximum: 1_000_000,
    description: 'newest predictions of the window that are looked at, per model',
  }),
  MONITOR_MATURITY_QUANTILE: Type.Number({
    default: 0.95,
    minimum: 0.5,
    maximum: 0.999,
    description: 'share of the labels that have come when a prediction counts as mature',
  }),
  MONITOR_MARGIN: Type.Number({
    default: 0.03,
    minimum: 0,
    maximum: 1,
    description: 'share of an amount that an approved good payment earns',
  }),

  MONITOR_DRIFT_INTERVAL_MS: duration(MINUTE, 0, DAY, 'time between two drift runs; 0 runs when asked'),
  MONITOR_DRIFT_WINDOW_MS: duration(5 * MINUTE, SECOND, 30 * DAY, 'event time that a drift run looks at'),
  MONITOR_DRIFT_ROWS: Type.Integer({
    default: 5000,
    minimum: 50,
    maximum: 200_000,
    description: 'newest predictions of the window that a drift run looks at',
  }),
  MONITOR_ACCEPTED_FALSE_ALARMS_PER_DAY: Type.Number({
    default: 0.1,
    minimum: 0.0001,
    maximum: 1000,
    description: 'false drift alarms that are accepted, per day and model',
  }),

  MONITOR_EXPLANATION_INTERVAL_MS: duration(
    MINUTE,
    0,
    DAY,
    'time between two samples of explained predictions; 0 explains when asked',
  ),
  MONITOR_EXPLANATION_ROWS: Type.Integer({
    default: 32,
    minimum: 1,
    maximum: 64,
    description: 'predictions of a sample, per version',
  }),
  MONITOR_EXPLANATION_TIMEOUT_MS: duration(5000, 10, MINUTE, 'longest wait for the explanations of a sample'),

  MONITOR_EXPERIMENT_INTERVAL_MS: duration(
    15 * SECOND,
    0,
    DAY,
    'time between two looks at experiments; 0 looks when asked',
  ),
  MONITOR_EXPERIMENT_WINDOW_MS: duration(
    HOUR,
    SECOND,
    30 * DAY,
    'event time that a new experiment is looked for in, that a finding stands for, and that is shown',
  ),
  MONITOR_EXPERIMENT_ROWS: Type.Integer({
    default: 20_000,
    minimum: 100,
    maximum: 1_000_000,
    description: 'newest predictions that one look reads at most, per model and challenger',
  }),
});
export type MonitorSettings = Readonly<Static<typeof MonitorSettings>>;
