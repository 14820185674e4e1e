import { runService } from '@lab/service';
import { openApp } from './app.ts';
import { exporterSettings } from './settings.ts';

await runService({ name: 'exporter', settings: exporterSettings, build: openApp });
