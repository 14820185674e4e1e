import type { Yaml } from '../render/yaml.ts';

/** While the cause fires for a service, its symptoms elsewhere tell nothing that is not known. */
interface Causation {
  readonly cause: { readonly alertname: string; readonly service: string };
  readonly symptoms: readonly string[];
}

/**
 * Named by hand, because who depends on whom stands in no label. Only symptoms below `critical`: a page is never held
 * back by a guess.
 */
export const CAUSATIONS: readonly Causation[] = [
  // Without the feature service predictions are made with defaults, by design.
  { cause: { alertname: 'TargetDown', service: 'features' }, symptoms: ['FeaturesDegraded'] },
  // Spans have nowhere to go, and prediction events reach the monitor through it.
  {
    cause: { alertname: 'TargetDown', service: 'collector' },
    symptoms: ['TelemetrySpansDropped', 'PredictionEventsMissing'],
  },
];

/** All objectives of a service burn under one name: the page for one must not hold back the ticket for another. */
const SAME_PROBLEM = ['alertname', 'service', 'sloth_slo'];

/**
 * Who is inhibited by what. Where all labels of `equal` are missing on both sides an inhibition applies, so each rule
 * that compares services demands one; and no alert is source and target of the same rule, which would inhibit itself.
 */
export const inhibitRules = (): Yaml[] => [
  rule(['severity = "critical"'], ['severity =~ "warning|info"'], SAME_PROBLEM),
  rule(['severity = "warning"'], ['severity = "info"'], SAME_PROBLEM),
  rule(
    ['alertname = "TargetDown"', 'service != ""'],
    ['alertname != "TargetDown"', 'severity != "none"'],
    ['service'],
  ),
  // Fires for a service whose only alerts are info: alone they are worth no message, beside a warning they explain it.
  rule(['alertname = "InfoInhibitor"'], ['severity = "info"'], ['service']),
  ...CAUSATIONS.map(({ cause, symptoms }) =>
    rule(
      [`alertname = "${cause.alertname}"`, `service = "${cause.service}"`],
      [`alertname =~ "${symptoms.join('|')}"`, 'severity != "critical"'],
    ),
  ),
];

const rule = (source: readonly string[], target: readonly string[], equal?: readonly string[]): Yaml => ({
  source_matchers: source,
  target_matchers: target,
  equal,
});
