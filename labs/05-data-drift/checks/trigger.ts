import { randomBytes } from 'node:crypto';
import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { fetchJson, fetchText } from '@lab/engine-clients';
import { parse } from 'yaml';
import { ALERT } from './alert-rule.ts';

const CONFIG = 'alertmanager/alertmanager.yml';

interface Decision {
  readonly action?: string;
  readonly dry_run?: boolean;
  readonly model_name?: string;
  readonly features?: readonly string[];
  readonly decided_at?: string;
}

const COOLDOWN_MS = 10 * 60_000;

interface Asked {
  readonly both: string;
  readonly one: string;
  readonly over: string;
}

export const trigger: Task = {
  id: 'trigger',
  title: 'Let drift trigger a retraining, once',
  needs: ['live-drift'],
  deadlineSeconds: 60,
  hints: [
    'Two things: your Alertmanager has to tell src/trigger.ts, and src/trigger.ts has to decide. What it is told stands in logs/trigger.log.',
    'A receiver with webhook_configs and the url of your service. In the service: group firing alerts by model_name, and decide once per model within ten minutes.',
    'alertmanager.yml: `route: { receiver: trigger, group_by: [alertname, model_name], group_wait: 2s, group_interval: 10s, repeat_interval: 30s }`, `webhook_configs: [{ url: http://127.0.0.1:<WORKBENCH_SERVICE_PORT>/alerts }]`. In trigger.ts a Map from model_name to a Set of feature_name, of alerts with status firing; skip a model whose last decision is younger than ten minutes; push { action, dry_run, model_name, features, decided_at }.',
  ],
  async check(lab) {
    const asked = await deliverOnce(lab);
    const { decisions } = await fetchJson<{ decisions: Decision[] }>(`${lab.workbench.service}/decisions`);
    const of = (model: string) => decisions.filter(({ model_name }) => model_name === model);
    const lookAt = `${lab.workbench.service}/decisions`;
    return firstFailure(
      () =>
        found(of(asked.both).length === 1 && of(asked.one).length === 1, {
          expected:
            'one decision for each of two models, though one has two features that drift, and though the alert was delivered twice',
          seen: `${of(asked.both).length} and ${of(asked.one).length}`,
          lookAt,
        }),
      () =>
        found(of(asked.both)[0]?.features?.join() === 'amount,hour_of_day', {
          expected: 'features: both that drift, in alphabetical order',
          seen: JSON.stringify(of(asked.both)[0]?.features),
          lookAt,
        }),
      () =>
        found(of(asked.over).length === 0, {
          expected: 'no decision for a model whose alert is resolved',
          seen: `${of(asked.over).length}`,
          lookAt,
        }),
      () =>
        found(
          decisions.every(({ action, dry_run }) => action === 'retrain' && dry_run === true),
          {
            expected: 'action retrain, and dry_run true on every decision',
            seen: JSON.stringify(decisions[0]),
            lookAt,
          },
        ),
      () => isTold(lab),
      async () => {
        const models = await lab.engines.prometheus.query('count by (model_name) (ml_data_drift_score)');
        const names = models.map(({ labels }) => labels.model_name ?? '');
        const real = decisions.filter(({ model_name }) => names.includes(model_name ?? ''));
        return found(real.length > 0 && real.every(isFirstInTenMinutes), {
          expected: `a decision about ${names.join(' or ')}, brought by your own Alertmanager, and none within ten minutes of it`,
          seen:
            real.length === 0
              ? 'only what this check has delivered itself: a service that was saved since is told again after repeat_interval'
              : real.map(({ decided_at }) => decided_at ?? 'one without decided_at').join(', '),
          lookAt: `${lab.workbench.alertmanager}/#/alerts and logs/alertmanager.log`,
        });
      },
    );
  },
};

interface Configuration {
  readonly receivers?: readonly {
    readonly name: string;
    readonly webhook_configs?: readonly { readonly url?: string }[];
  }[];
}

/** A decision that the service has made up for itself, or was told by hand, is none of the Alertmanager's. */
async function isTold(lab: CheckContext): Promise<Finding> {
  const alerts = await lab.workbenchEngines.alertmanager.alerts();
  const active = alerts.filter(({ labels }) => labels.alertname === ALERT);
  const told = active.flatMap(({ receivers }) => receivers.map(({ name }) => name));
  const { port } = new URL(lab.workbench.service);
  const leadsTo = leadingTo(await lab.files.read(CONFIG), `:${port}/alerts`);
  return found(
    told.some((name) => leadsTo.includes(name)),
    {
      expected: `${ALERT} in your Alertmanager, routed to a receiver with the address of your trigger`,
      seen: `${active.length} of these alerts, routed to ${told.join(', ') || 'nobody'}; to http://127.0.0.1:${port}/alerts leads ${leadsTo.join(', ') || 'no receiver'}`,
      lookAt: `${lab.workbench.alertmanager}/#/alerts and ${CONFIG}`,
    },
  );
}

/** Receivers of an Alertmanager's configuration with a webhook of that address. */
export function leadingTo(configuration: string, address: string): string[] {
  const { receivers = [] } = (parse(configuration) as Configuration | null) ?? {};
  return receivers
    .filter(({ webhook_configs = [] }) => webhook_configs.some(({ url = '' }) => url.includes(address)))
    .map(({ name }) => name);
}

/** An alert that lasts longer than that is told again, and may be decided on again. */
function isFirstInTenMinutes(
  { decided_at = '' }: Decision,
  index: number,
  all: readonly Decision[],
): boolean {
  const at = Date.parse(decided_at);
  const before = all.slice(0, index).map((earlier) => Date.parse(earlier.decided_at ?? ''));
  return !Number.isNaN(at) && before.every((earlier) => at - earlier >= COOLDOWN_MS);
}

/** Three models that nobody has heard of; the same delivery twice, as an Alertmanager may send it. */
async function deliverOnce(lab: CheckContext): Promise<Asked> {
  const noted = lab.notes.get(trigger.id) as Asked | undefined;
  if (noted !== undefined) return noted;
  const model = (name: string): string => `${name}-${randomBytes(4).toString('hex')}`;
  const asked = { both: model('check-a'), one: model('check-b'), over: model('check-c') };
  const alert = (status: string, model_name: string, feature_name: string) => ({
    status,
    labels: { alertname: 'SustainedDrift', model_name, feature_name },
    annotations: {},
    startsAt: new Date().toISOString(),
    fingerprint: randomBytes(8).toString('hex'),
  });
  const alerts = [
    alert('firing', asked.both, 'hour_of_day'),
    alert('firing', asked.both, 'amount'),
    alert('firing', asked.one, 'amount'),
    alert('resolved', asked.over, 'amount'),
  ];
  const body = { version: '4', status: 'firing', receiver: 'trigger', groupKey: '{}', alerts };
  for (let times = 0; times < 2; times++) await fetchText(`${lab.workbench.service}/alerts`, { body });
  lab.notes.set(trigger.id, asked);
  return asked;
}
