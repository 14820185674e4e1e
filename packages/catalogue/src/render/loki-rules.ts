import type { Timing } from '@lab/slo/timing';
import type { AlertGroup } from '../alerts/alert.ts';
import type { RecordingRuleGroup } from '../rules/recording-rule.ts';
import { GENERATED } from './header.ts';
import { alertRules, recordingRules } from './prometheus-rules.ts';
import { toYaml } from './yaml.ts';

/** As loki.yaml says, unless the timing is in a hurry: a query over lines costs more than one over samples. */
const intervalIn = ({ divisor, evaluationInterval }: Timing): string | undefined =>
  divisor === 1 ? undefined : evaluationInterval;

/** Rule file of Loki's ruler: the format of Prometheus, the expressions in LogQL. */
export const renderLokiRules = (
  recordings: readonly RecordingRuleGroup[],
  alerts: readonly AlertGroup[],
  timing: Timing,
): string =>
  GENERATED +
  toYaml({
    groups: [
      ...recordings.map((group) => ({
        name: `recording-${group.name}`,
        interval: intervalIn(timing),
        rules: recordingRules(group, timing),
      })),
      ...alerts.map((group) => ({
        name: `alerts-${group.name}`,
        interval: intervalIn(timing),
        rules: alertRules(group, timing),
      })),
    ],
  });
