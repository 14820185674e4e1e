/** The rules of `ErrorBudgetBurn` in the shape of the catalogue's other alerts, so that the same checks judge them. */
import { type SloAlertRule, type SloRecordingRule, type SloSpec, sloRuleGroups } from '@lab/slo';
import { PRODUCTION } from '@lab/slo/timing';
import { type Alert, SEVERITIES, TEAMS } from '../alerts/alert.ts';
import { errorBudgetBurn } from '../alerts/budget-burn.ts';

const rulesOf = (spec: SloSpec): readonly (SloRecordingRule | SloAlertRule)[] =>
  sloRuleGroups(spec, PRODUCTION).flatMap(({ rules }) => rules);

/** Page and ticket of an objective. They wait for nothing: that is what their windows are for. */
export const budgetAlerts = (spec: SloSpec): readonly Alert[] =>
  rulesOf(spec).flatMap((rule): Alert[] => {
    if (!('alert' in rule)) return [];
    const { severity, team, ...labels } = rule.labels;
    return [
      {
        ...errorBudgetBurn,
        expression: rule.expr,
        for: '0s',
        severity: oneOf(SEVERITIES, severity),
        team: oneOf(TEAMS, team),
        labels,
      },
    ];
  });

/** What an objective records, with the labels of each. */
export const budgetRecordings = (
  spec: SloSpec,
): readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[] =>
  rulesOf(spec).flatMap((rule) => ('record' in rule ? [{ name: rule.record, labels: rule.labels }] : []));

function oneOf<Name extends string>(names: readonly Name[], name: string | undefined): Name {
  const found = names.find((known) => known === name);
  if (found === undefined) throw new Error(`${name} is none of ${names.join(', ')}`);
  return found;
}
