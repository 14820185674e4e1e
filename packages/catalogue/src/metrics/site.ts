import { counter, gauge } from '../metric.ts';

export const SITE_BUILD_OUTCOMES = ['unchanged', 'built', 'failed'] as const;

export const siteBuildsTotal = counter({
  name: 'site_builds_total',
  help: 'Looks at the sources of the documentation site, by what came of them; a look that finds no change builds nothing.',
  labels: { outcome: SITE_BUILD_OUTCOMES },
});

export const siteReady = gauge({
  name: 'site_ready',
  help: '1 once there is a site to serve, of this build or of one before it; 0 while the first is made.',
  labels: {},
});
