import { SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type from 'typebox';

/** Settings of the inference service, by environment variable. */
export const InferenceSettings = Type.Object({
  ...SERVICE_SETTINGS,
  ...FAULT_SETTINGS,
  MODEL_REPOSITORY: Type.String({
    minLength: 1,
    description: 'folders of <model>/<version>/model.onnx, parted as in PATH',
  }),
  MODEL_NAME: Type.String({ default: 'fraud-detection', description: 'the model behind /predict' }),
  MODEL_ROUTES: Type.String({
    default: '{}',
    description:
      'first routes as JSON, e.g. {"fraud-detection":{"champion":"1","canary":{"version":"2","percent":10}}}',
  }),
  ROUTE_FILE: Type.Optional(Type.String({ description: 'file that remembers routes over a restart' })),
  ADMIN_TOKEN: Type.String({
    minLength: 16,
    description: 'bearer token of the admin API; or ADMIN_TOKEN_FILE',
  }),
  FEATURES_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'feature service; without one every prediction is made from defaults',
    }),
  ),
  FEATURES_TIMEOUT_MS: Type.Integer({ default: 250, minimum: 1, maximum: 30_000 }),
  FEATURES_CIRCUIT_RESET_MS: Type.Integer({ default: 2000, minimum: 100, maximum: 60_000 }),
  FEATURES_FALLBACK: Type.Enum(['default', 'error'], {
    default: 'default',
    description: 'what a prediction without features becomes',
  }),
  MODEL_EXECUTION: Type.Enum(['auto', 'inline', 'worker'], {
    default: 'auto',
    description: 'where models run; auto measures',
  }),
  MODEL_INLINE_BUDGET_MS: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 50,
    description: 'longest time a full batch may hold the event loop up',
  }),
  MODEL_THREADS: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: 64,
    description: 'threads per ONNX Runtime session',
  }),
  BATCH_MAX_ROWS: Type.Integer({ default: 32, minimum: 1, maximum: 4096 }),
  BATCH_MAX_DELAY_MS: Type.Integer({ default: 0, minimum: 0, maximum: 1000 }),
  QUEUE_LIMIT_ROWS: Type.Integer({ default: 1024, minimum: 1, maximum: 1_000_000 }),
  EXPLANATION_TIMEOUT_MS: Type.Integer({
    default: 2000,
    minimum: 10,
    maximum: 60_000,
    description: 'how long a request for explanations waits for time that customers leave over',
  }),
  BODY_LIMIT_BYTES: Type.Integer({
    default: 16 * 1024 * 1024,
    minimum: 1024,
    description: 'largest inference request',
  }),
});
