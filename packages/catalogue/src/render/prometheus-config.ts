import type { Timing } from '@lab/slo/timing';
import { generatedFrom } from './header.ts';

const INTERVAL = /\b(scrape_interval|scrape_timeout|evaluation_interval): \d+[a-z]+/g;

/**
 * The configuration of Prometheus for another timing: the production file with its intervals replaced, so that a
 * job is written once. A scrape may take as long as there is until the next.
 */
export const renderPrometheusConfig = (production: string, timing: Timing): string =>
  generatedFrom('infra/prometheus/prometheus.yml') +
  production.replaceAll(INTERVAL, (_found, key: string) =>
    key === 'evaluation_interval'
      ? `${key}: ${timing.evaluationInterval}`
      : `${key}: ${timing.scrapeInterval}`,
  );
