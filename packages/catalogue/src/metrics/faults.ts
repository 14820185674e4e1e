import { gauge } from '../metric.ts';

export const serviceFaultActive = gauge({
  name: 'service_fault_active',
  help: '1 while a fault of this kind is injected into the service, for drills; absent where faults cannot be injected.',
  labels: { fault: 30 },
});

/** What the fault `series_explosion` exports: the bound lets it be as bad as it is meant to be. */
export const serviceFaultSeries = gauge({
  name: 'service_fault_series',
  help: 'Series that a fault has made, for drills.',
  labels: { index: 30_000 },
});

/** What the fault `unbounded_label` gives too many values to: the cardinality guard has to refuse them. */
export const serviceFaultLabel = gauge({
  name: 'service_fault_label',
  help: 'Series of a label that a fault gives a value for each request, for drills.',
  labels: { value: 5 },
});
