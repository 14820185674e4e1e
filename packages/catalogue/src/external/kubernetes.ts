/** What kube-state-metrics tells, for those who run this in Kubernetes; the lab itself has none. */
import { externalCounter } from '../external-metric.ts';

export const kubePodContainerRestartsTotal = externalCounter('kube_pod_container_status_restarts_total', [
  'namespace',
  'pod',
  'container',
]);
