import { EVERY_ALERT, WRITTEN_ALERTS } from '@lab/catalogue/alerts';

/** What a list of runbooks says of an alert. */
export interface AlertFacts {
  readonly name: string;
  readonly severity: string;
  readonly team: string;
  readonly summary: string;
}

const written = new Map(WRITTEN_ALERTS.map((alert) => [alert.name, alert]));

/** Every alert that has a runbook, by name. Those made from objectives differ in severity and team from one to the next. */
export const ALERT_FACTS: readonly AlertFacts[] = EVERY_ALERT.map(({ name, summary }) => {
  const { severity = 'critical, warning', team = 'by objective' } = written.get(name) ?? {};
  return { name, severity, team, summary };
}).sort((a, b) => a.name.localeCompare(b.name, 'en'));
