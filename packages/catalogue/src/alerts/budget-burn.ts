import type { NamedAlert } from './alert.ts';

/**
 * One alert for all objectives: which one burns stands in its labels, and the way to find out why is the same. Its
 * rules, a page and a ticket of each objective, are made by packages/slo from src/slos.
 */
export const errorBudgetBurn: NamedAlert = {
  name: 'ErrorBudgetBurn',
  summary: 'An error budget burns too fast',
  description:
    'The {{ $labels.sloth_slo }} of {{ $labels.sloth_service }} burns its error budget: {{ $value | humanizePercentage }} of the events are bad right now, and have been for long enough to matter.',
  panel: { dashboard: 'slo', panel: 'Remaining error budget' },
};
