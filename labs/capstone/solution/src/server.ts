/** The checkout of a shop, observed: its process. */
import { runService, SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type from 'typebox';
import { buildApp } from './app.ts';

await runService({
  name: 'checkout',
  settings: Type.Object({ ...SERVICE_SETTINGS, ...FAULT_SETTINGS, INFERENCE_URL: Type.String() }),
  build: (config, telemetry) => buildApp(telemetry, config),
});
