/** A service that meets what its environment asks for; run.test.ts starts it as a process. */
import { setTimeout as delay } from 'node:timers/promises';
import { observedFastify } from '@lab/instrumentation';
import Type from 'typebox';
import { ConfigError, runService, SERVICE_SETTINGS } from '../src/index.ts';

await runService({
  name: 'shop',
  settings: Type.Object({
    ...SERVICE_SETTINGS,
    MISFORTUNE: Type.Enum(['none', 'build', 'config', 'slow'], { default: 'none' }),
  }),
  async build(config, telemetry) {
    if (config.MISFORTUNE === 'build') throw new Error('no model for jane@example.com');
    if (config.MISFORTUNE === 'config') throw new ConfigError(['MODEL_PATH is no folder']);
    if (config.MISFORTUNE === 'slow') {
      telemetry.logger.info({ event_type: 'building' }, 'building');
      await delay(60_000);
    }
    const app = await observedFastify(telemetry);
    app.addHook('onClose', async () => {
      telemetry.logger.info({ event_type: 'adapter_closed' }, 'adapter closed');
    });
    app.get('/slow', async () => delay(500, { ok: true }));
    app.post('/crash', async () => {
      setImmediate(() => {
        throw new Error('nobody caught this');
      });
      return { ok: true };
    });
    return app;
  },
});
