/**
 * Alerts for those who run this elsewhere: the lab has no kube-state-metrics and no TLS, so it does not load them.
 * They are generated, linted and tested like all others; a fork puts the file beside its own rules.
 */
import { probeSslEarliestCertExpiry } from '../external/blackbox.ts';
import { kubePodContainerRestartsTotal } from '../external/kubernetes.ts';
import { increase, minBy, select, sumBy } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

/** `rate > 0` would fire for a single restart; a loop is one after the other. */
export const podCrashLooping: Alert = {
  name: 'PodCrashLooping',
  expression: `${sumBy(['namespace', 'pod', 'container'], increase(kubePodContainerRestartsTotal, '15m'))} > 1`,
  for: '5m',
  severity: 'warning',
  team: 'infrastructure',
  labels: { service: 'kubernetes' },
  summary: 'A pod is crash looping',
  description:
    '{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} has been restarted {{ $value | humanize }} times of late.',
  panel: { dashboard: 'lab-overview', panel: 'Restarts' },
};

export const certificateExpiresSoon: Alert = {
  name: 'CertificateExpiresSoon',
  expression: `${minBy(['instance'], select(probeSslEarliestCertExpiry))} - time() < 14d`,
  for: '1h',
  severity: 'warning',
  team: 'infrastructure',
  labels: { service: 'edge' },
  summary: 'A certificate expires within two weeks',
  description: 'The certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}.',
  panel: { dashboard: 'lab-overview', panel: 'Targets up' },
};

export const kubernetesAlerts: AlertGroup = { name: 'kubernetes', alerts: [podCrashLooping] };
export const certificateAlerts: AlertGroup = { name: 'certificates', alerts: [certificateExpiresSoon] };
