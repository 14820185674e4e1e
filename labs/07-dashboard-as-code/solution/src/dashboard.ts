import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { SLOS } from '@lab/catalogue/slos';
import type { SloSpec } from '@lab/slo';
import { modelsLoaded } from './annotations.ts';
import { assemble } from './assemble.ts';
import { handedOver } from './panels/handed-over.ts';
import { quality } from './panels/quality.ts';
import { serving } from './panels/serving.ts';
import { versions } from './panels/versions.ts';
import { modelName } from './variables.ts';

/** @param slos the objectives whose limits it draws */
export const mlMonitoring = (slos: readonly SloSpec[] = SLOS): dashboard.Dashboard =>
  assemble({
    uid: 'ml-monitoring',
    title: 'ML monitoring',
    description: 'Are predictions answered, in time, and are they right?',
    variables: [modelName()],
    annotations: [modelsLoaded()],
    rows: [
      { title: 'Serving', panels: serving() },
      { title: 'Versions side by side', panels: versions() },
      { title: 'Quality', panels: quality(slos) },
      { title: 'Handed over', panels: handedOver() },
    ],
  });
