/** Alerts that a check makes up and hands to the learner's Alertmanager, as Prometheus would. */
import { randomBytes } from 'node:crypto';
import type { CheckContext } from '@lab/course/lab';
import { type ActiveAlert, fetchText } from '@lab/engine-clients';

interface ProbeAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A name that no other look has used. */
export const probeName = (): string => `Probe${randomBytes(4).toString('hex')}`;

/** They end by themselves. @param seconds how long they fire */
export async function fire(
  { workbench }: CheckContext,
  alerts: readonly ProbeAlert[],
  seconds: number,
): Promise<void> {
  const now = Date.now();
  const startsAt = new Date(now).toISOString();
  const endsAt = new Date(now + seconds * 1000).toISOString();
  await fetchText(`${workbench.alertmanager}/api/v2/alerts`, {
    body: alerts.map((alert) => ({ ...alert, startsAt, endsAt })),
  });
}

/** The state of alerts that were fired with this label `probe`, by a label of theirs. */
export async function statesBy(
  { workbenchEngines }: CheckContext,
  probe: string,
  label: string,
): Promise<ReadonlyMap<string, ActiveAlert['status']>> {
  const alerts = await workbenchEngines.alertmanager.alerts();
  return new Map(
    alerts
      .filter(({ labels }) => labels.probe === probe)
      .map(({ labels, status }) => [labels[label] ?? '', status]),
  );
}
