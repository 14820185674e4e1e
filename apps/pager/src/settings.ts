import { TIMING_NAMES } from '@lab/catalogue/routing';
import { SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type, { type Static } from 'typebox';

const URL_PATTERN = '^https?://\\S+[^/\\s]$';

export const PAGER_SETTINGS = Type.Object({
  ...SERVICE_SETTINGS,
  // ADMIN_TOKEN among them: whoever has it may also empty the inbox.
  ...FAULT_SETTINGS,
  PAGER_SMTP_PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    description: 'port of the SMTP sink; 0 takes a free one',
  }),
  PAGER_STATE_DIR: Type.String({
    minLength: 1,
    description: 'folder of the journal that a restart reads the inbox from',
  }),
  PAGER_CAPACITY: Type.Integer({
    default: 1000,
    minimum: 10,
    maximum: 100_000,
    description: 'notifications that are kept; the oldest goes first',
  }),
  LAB_TIMING: Type.Enum([...TIMING_NAMES], { default: 'production' }),
  PAGER_HEARTBEAT_TIMEOUT_MS: Type.Optional(
    Type.Integer({
      minimum: 100,
      description: 'how long the Watchdog may be missing; five of its beats in LAB_TIMING unless set',
    }),
  ),
  ALERTMANAGER_TOKEN: Type.Optional(
    Type.String({
      minLength: 16,
      description: 'bearer token of whoever may deliver over HTTP; without it everybody may',
    }),
  ),
  DOCS_URL: Type.String({
    default: 'http://127.0.0.1:8085',
    pattern: URL_PATTERN,
    description: 'base of the runbook paths that alerts carry; this service answers them too',
  }),
  GRAFANA_URL: Type.String({ default: 'http://127.0.0.1:3000', pattern: URL_PATTERN }),
  RUNBOOKS_DIR: Type.Optional(
    Type.String({ minLength: 1, description: 'docs/runbooks; without it runbooks are answered 404' }),
  ),
});
export type PagerSettings = Static<typeof PAGER_SETTINGS>;
