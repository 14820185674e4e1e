import { SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type, { type Static } from 'typebox';

export const FEATURES_SETTINGS = Type.Object({
  ...SERVICE_SETTINGS,
  ...FAULT_SETTINGS,
  DATABASE_URL: Type.String({
    pattern: '^postgres(ql)?://',
    description: 'postgres://user:password@host:port/database; or DATABASE_URL_FILE',
  }),
  DATABASE_POOL_SIZE: Type.Integer({
    default: 4,
    minimum: 1,
    maximum: 100,
    description: 'connections; a lookup is one short query, so few connections serve many requests',
  }),
  DATABASE_TIMEOUT_MS: Type.Integer({
    default: 2000,
    minimum: 10,
    maximum: 60_000,
    description: 'longest wait for a connection, and again for a statement',
  }),
});
export type FeaturesSettings = Static<typeof FEATURES_SETTINGS>;
