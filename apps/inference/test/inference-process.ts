import { type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { ADMIN_TOKEN, MODELS } from './inference-app.ts';

/** The inference service as a process of its own, with settings that are valid unless `env` changes them. */
export function startInference(env: Record<string, string>): ServiceProcess {
  return startServiceProcess({
    folder: new URL('..', import.meta.url),
    env: {
      PORT: '0',
      OTEL_SERVICE_NAME: 'inference',
      MODEL_REPOSITORY: MODELS,
      ADMIN_TOKEN,
      USER_ID_SALT: 'a salt for tests only',
      ...env,
    },
  });
}
