import { renderAlerts } from './alerts.ts';
import { renderFaults } from './faults.ts';
import { renderMetrics } from './metrics.ts';
import { renderObjectives } from './objectives.ts';
import { renderRules } from './rules.ts';

/** Pages of docs/reference that the catalogue writes: path from the root of the repository, and content. */
export const referencePages = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/reference/metrics.md', renderMetrics()],
    ['docs/reference/rules.md', renderRules()],
    ['docs/reference/alerts.md', renderAlerts()],
    ['docs/reference/objectives.md', renderObjectives()],
    ['docs/reference/faults.md', renderFaults()],
  ]);
