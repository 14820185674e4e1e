import { ConfigError, SERVICE_SETTINGS } from '@lab/service';
import { FAULT_SETTINGS } from '@lab/service/faults';
import Type, { type Static } from 'typebox';
import { MAX_RATE } from './domain/surge.ts';
import { targetProblem } from './domain/targets.ts';

const target = (peer: string) =>
  Type.String({
    pattern: '^http://[^/]+/?$',
    description: `origin of the ${peer}, for example http://127.0.0.1:8080`,
  });

export const TrafficSettings = Type.Object({
  ...SERVICE_SETTINGS,
  ...FAULT_SETTINGS,
  INFERENCE_URL: target('inference service'),
  FEATURES_URL: target('feature service'),
  MONITOR_URL: Type.Optional(target('monitor; without it no labels are sent')),
  TRAFFIC_ALLOWED_HOSTS: Type.String({
    default: '',
    description: 'hosts besides this machine that may be targets, separated by commas',
  }),
  TRAFFIC_SEED: Type.Integer({ default: 42, minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  TRAFFIC_CUSTOMERS: Type.Integer({ default: 2000, minimum: 1, maximum: 50_000 }),
  TRAFFIC_RATE: Type.Number({
    default: 20,
    minimum: 0,
    maximum: MAX_RATE / 2,
    description: 'requests per second, averaged over a lab day; 0 is idle',
  }),
  TRAFFIC_DAILY_AMPLITUDE: Type.Number({
    default: 0.2,
    minimum: 0,
    maximum: 0.95,
    description: 'how far the rate swings around its average over a lab day',
  }),
  TRAFFIC_DAY_SECONDS: Type.Integer({ default: 86_400, minimum: 60, maximum: 604_800 }),
  TRAFFIC_MAX_SURGE: Type.Number({
    default: 10,
    minimum: 1,
    maximum: 100,
    description: 'factor on the rate at intensity 1',
  }),
  TRAFFIC_MAX_OPEN: Type.Integer({
    default: 200,
    minimum: 1,
    maximum: 5000,
    description: 'open requests beyond which arrivals are skipped',
  }),
  TRAFFIC_MAX_SECONDS: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'after this time no more requests are sent' }),
  ),
  TRAFFIC_OPENING_SECONDS: Type.Number({
    default: 30,
    minimum: 0,
    maximum: 600,
    description: 'how long customers wait at most for the features to be written and inference to be ready',
  }),
  TRAFFIC_TIMEOUT_MS: Type.Integer({
    default: 5000,
    minimum: 10,
    maximum: 10_000,
    description: 'patience of a customer',
  }),
  TRAFFIC_FEATURE_LEAD_MS: Type.Integer({
    default: 1000,
    minimum: 0,
    maximum: 10_000,
    description: 'how long before a purchase its features are written',
  }),
  TRAFFIC_FEATURE_INTERVAL_MS: Type.Integer({
    default: 250,
    minimum: 20,
    maximum: 10_000,
    description: 'pause between two rounds of feature writes',
  }),
  TRAFFIC_REFRESH_SECONDS: Type.Integer({
    default: 120,
    minimum: 1,
    maximum: 86_400,
    description: 'in this time the features of every customer are written again',
  }),
  TRAFFIC_LABEL_DELAY_MIN_SECONDS: Type.Number({ default: 60, minimum: 0.1, maximum: 86_400 }),
  TRAFFIC_LABEL_DELAY_MAX_SECONDS: Type.Number({ default: 600, minimum: 0.1, maximum: 86_400 }),
  TRAFFIC_MAX_LABELS: Type.Integer({
    default: 100_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'labels that may wait',
  }),
});

export type TrafficSettings = Static<typeof TrafficSettings>;

/** What no single key can say. @throws ConfigError with one line per mistake */
export function checkSettings(settings: TrafficSettings): void {
  const allowedHosts = settings.TRAFFIC_ALLOWED_HOSTS.split(',').map((host) => host.trim());
  const problems: string[] = [];
  for (const key of ['INFERENCE_URL', 'FEATURES_URL', 'MONITOR_URL'] as const) {
    const url = settings[key];
    const problem = url === undefined ? undefined : targetProblem(url, allowedHosts);
    if (problem !== undefined) problems.push(`${key} ${problem}`);
  }
  if (settings.TRAFFIC_LABEL_DELAY_MIN_SECONDS > settings.TRAFFIC_LABEL_DELAY_MAX_SECONDS) {
    problems.push('TRAFFIC_LABEL_DELAY_MIN_SECONDS is above TRAFFIC_LABEL_DELAY_MAX_SECONDS');
  }
  if (problems.length > 0) throw new ConfigError(problems);
}
