/** Your dashboard. Everything that looks at it begins here: the preview, the generator, your linter, the checks. */
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { SLOS } from '@lab/catalogue/slos';
import type { SloSpec } from '@lab/slo';
import { assemble } from './assemble.ts';
import { handedOver } from './panels/handed-over.ts';
import { quality } from './panels/quality.ts';
import { serving } from './panels/serving.ts';
import { versions } from './panels/versions.ts';

/** @param slos the objectives whose limits it draws: those of the repository, unless somebody asks what would be with others */
export const mlMonitoring = (slos: readonly SloSpec[] = SLOS): dashboard.Dashboard =>
  assemble({
    uid: 'ml-monitoring',
    title: 'ML monitoring',
    description: 'Are predictions answered, in time, and are they right?',
    // Task 1: $model_name.
    variables: [],
    // Task 9: when which version was loaded.
    annotations: [],
    rows: [
      { title: 'Serving', panels: serving() },
      { title: 'Versions side by side', panels: versions() },
      { title: 'Quality', panels: quality(slos) },
      { title: 'Handed over', panels: handedOver() },
    ],
  });
