import { SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type, { type Static } from 'typebox';

const URL_PATTERN = '^https?://\\S+[^/\\s]$';
const url = (description: string) => Type.String({ pattern: URL_PATTERN, description });

/** Settings of the autopilot, by environment variable. */
export const AutopilotSettings = Type.Object({
  ...SERVICE_SETTINGS,
  ...FAULT_SETTINGS,
  ADMIN_TOKEN: Type.String({
    minLength: 16,
    description:
      'bearer token of approvals, kill switch and rollback, and of the inference service; or ADMIN_TOKEN_FILE',
  }),
  ALERTMANAGER_TOKEN: Type.String({
    minLength: 16,
    description: 'bearer token of whoever may deliver alerts; or ALERTMANAGER_TOKEN_FILE',
  }),
  AUTOPILOT_STATE_DIR: Type.String({
    minLength: 1,
    description: 'folder of the journal that a restart reads everything from',
  }),
  AUTOPILOT_POLICY: Type.String({
    minLength: 1,
    description: 'file of the policy: infra/autopilot/policy.yaml',
  }),
  LAB_TIMING: Type.Enum(['production', 'drill'], {
    default: 'production',
    description: 'drill divides every duration of the policy by sixty',
  }),
  AUTOPILOT_TICK_MS: Type.Integer({
    default: 1000,
    minimum: 10,
    maximum: 60_000,
    description: 'time between two looks at what is due',
  }),
  MODEL_NAME: Type.String({
    default: 'fraud-detection',
    description: 'what an alert that names no model is about',
  }),
  INFERENCE_URL: url('inference service, whose routes are changed'),
  PROMETHEUS_URL: url('asked what is known about a canary, and what an incident has cost'),
  MONITOR_URL: Type.Optional(url('monitor, asked for the trace of a drift run; without it none is linked')),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description:
        "the monitor's database, read to learn anew; or DATABASE_URL_FILE. Without it nothing is learned",
    }),
  ),
  DATABASE_TIMEOUT_MS: Type.Integer({ default: 10_000, minimum: 10, maximum: 60_000 }),
  MODEL_REPOSITORY: Type.Optional(
    Type.String({ minLength: 1, description: 'folders of <model>/<version>/model.onnx, parted as in PATH' }),
  ),
  AUTOPILOT_RELEASES_DIR: Type.Optional(
    Type.String({ minLength: 1, description: 'the one of them that new versions are written to' }),
  ),
  GRAFANA_URL: Type.Optional(url('Grafana, which is given annotations; without it there are none')),
  GRAFANA_USER: Type.String({ default: 'admin' }),
  GRAFANA_PASSWORD: Type.Optional(
    Type.String({ minLength: 1, description: 'of GRAFANA_USER; or GRAFANA_PASSWORD_FILE' }),
  ),
});
export type AutopilotSettings = Readonly<Static<typeof AutopilotSettings>>;
