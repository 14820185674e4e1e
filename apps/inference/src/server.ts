import { runService } from '@lab/service';
import { buildApp } from './app.ts';
import { InferenceSettings } from './settings.ts';

await runService({ name: 'inference', settings: InferenceSettings, build: buildApp });
