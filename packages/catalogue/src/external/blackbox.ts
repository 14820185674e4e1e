/** What blackbox_exporter tells of an address that it asks from outside; the lab itself has no TLS to ask. */
import { externalGauge } from '../external-metric.ts';

/** Unix time at which the first certificate of the chain expires. */
export const probeSslEarliestCertExpiry = externalGauge('probe_ssl_earliest_cert_expiry');
