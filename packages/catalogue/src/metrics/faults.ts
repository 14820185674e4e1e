import { gauge } from '../metric.ts';

export const serviceFaultActive = gauge({
  name: 'service_fault_active',
  help: '1 while a fault of this kind is injected into the service, for drills; absent where faults cannot be injected.',
  labels: { fault: 30 },
});
