import { TIMING_NAMES } from '@lab/catalogue/routing';
import { SERVICE_SETTINGS } from '@lab/service';
import Type, { type Static } from 'typebox';

export const SITE_SETTINGS = Type.Object({
  ...SERVICE_SETTINGS,
  SITE_FOLDER: Type.String({ minLength: 1, description: 'folder of the built site' }),
  SITE_BUILDER: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'script that builds the site where its sources have changed; without it the folder is served as it is',
    }),
  ),
  PROGRESS_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'progress.json of the course; need not exist' }),
  ),
  LAB_TIMING: Type.Enum([...TIMING_NAMES], { default: 'production' }),
  LAB_PORTS: Type.String({
    default: '',
    pattern: '^([A-Z_]+=[0-9]+(,[A-Z_]+=[0-9]+)*)?$',
    description: 'ports of the lab as they are, `PROMETHEUS_PORT=9090,…`: texts name those of .env',
  }),
});
export type SiteSettings = Static<typeof SITE_SETTINGS>;
