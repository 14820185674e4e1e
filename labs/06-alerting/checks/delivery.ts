import { type CheckContext, type Finding, fails, firstFailure, found, type Task } from '@lab/course/lab';
import { type Message, messages, wording } from './pager-inbox.ts';
import { fire, probeName } from './probe-alerts.ts';
import { configurationIsLoaded } from './routing.ts';

/** Longer than group_wait, so that its beginning is told before its end. */
const FIRE_SECONDS = 8;
const CHANNEL = '#ml-platform-page';
const MAILBOX = 'ml-platform';

interface Sent {
  readonly at: number;
  readonly name: string;
  readonly other: string;
  readonly runbook: string;
}

/** Three alerts of one name and service, and one of another: two messages on each way, and their ends. */
async function send(lab: CheckContext): Promise<Sent> {
  const [name, other] = [probeName(), probeName()];
  const runbookOf = (alertname: string) =>
    `${lab.endpoints.pager}/docs/runbooks/HighErrorRate.md#${alertname}`;
  const alert = (alertname: string, instance: string) => ({
    labels: {
      alertname,
      instance,
      service: `${alertname}-service`,
      severity: 'critical',
      team: 'ml-platform',
    },
    annotations: {
      summary: `Sent by the check as ${alertname}`,
      description: `Instance ${instance} has a value of 42.`,
      runbook_url: runbookOf(alertname),
    },
  });
  const at = Date.now();
  await fire(
    lab,
    [...['a', 'b', 'c'].map((instance) => alert(name, instance)), alert(other, 'a')],
    FIRE_SECONDS,
  );
  return { at, name, other, runbook: runbookOf(name) };
}

export const delivery: Task = {
  id: 'delivery',
  title: 'Say it in Slack and by mail',
  needs: ['routing'],
  deadlineSeconds: 45,
  hints: [
    'What the Alertmanager could not deliver is in logs/alertmanager.log, with the answer that it got. What has arrived is on the page of the pager.',
    'Slack: api_url, channel, and http_config with the token’s file. Mail: smarthost, from, to, and require_tls: false, because the pager’s port speaks plain SMTP. Both need send_resolved: true. The text is a template in templates/, called in title and text; a group’s alerts are .Alerts, what they have in common .CommonLabels and .CommonAnnotations.',
    'group_by: [alertname, service], group_wait: 5s, group_interval: 5s. Title: [{{ .Status | toUpper }}:{{ .Alerts.Firing | len }}] {{ .CommonLabels.alertname }}. Text: {{ range .Alerts }}{{ .Annotations.description }}{{ end }} and {{ .CommonAnnotations.runbook_url }}. For mail: headers: { Subject: … }, text: …, html: "".',
  ],
  async check(lab) {
    const loaded = await configurationIsLoaded(lab);
    if (!loaded.passed) return loaded;
    const sent = (lab.notes.get('delivery') as Sent | undefined) ?? (await send(lab));
    lab.notes.set('delivery', sent);
    const [slack, mail] = await Promise.all([
      messages(lab, 'slack', sent.at),
      messages(lab, 'mail', sent.at),
    ]);
    const inChannel = slack.filter(({ receiver }) => receiver === CHANNEL);
    const inMailbox = mail.filter(({ receiver }) => receiver === MAILBOX);
    const lookAt = `${lab.endpoints.pager}/, logs/alertmanager.log`;
    const told = (way: string, found: readonly Message[], status: Message['status']) =>
      isTold(
        way,
        found.filter((message) => message.status === status),
        sent,
        status,
        lookAt,
      );
    return firstFailure(
      () => told(`Slack in ${CHANNEL}`, inChannel, 'firing'),
      () => told(`mail to ${MAILBOX}`, inMailbox, 'firing'),
      () => told(`Slack in ${CHANNEL}`, inChannel, 'resolved'),
      () => told(`mail to ${MAILBOX}`, inMailbox, 'resolved'),
    );
  },
};

function isTold(
  way: string,
  found_: readonly Message[],
  { name, other, runbook }: Sent,
  status: Message['status'],
  lookAt: string,
): Finding {
  const title = status === 'firing' ? '[FIRING:3]' : '[RESOLVED]';
  const ours = found_.filter((message) => wording(message).includes(name));
  const [first] = ours;
  const looked = {
    expected: `by ${way}: one message about three alerts of ${name}, its title beginning with ${title} and the name, and in it the description of each and the address of the runbook`,
    lookAt,
  };
  if (first === undefined) return fails({ ...looked, seen: `nothing ${status} about ${name}` });
  if (ours.length > 1)
    return fails({ ...looked, seen: `${ours.length} messages about it: the alerts were not grouped` });
  const text = wording(first);
  const missing = [
    ...(first.title.startsWith(`${title} ${name}`) ? [] : [`the title is "${first.title}"`]),
    ...(text.includes(other)
      ? [`${other}, an alert of another name and service, is in the same message`]
      : []),
    ...['a', 'b', 'c']
      .filter((one) => !text.includes(`Instance ${one} `))
      .map((one) => `instance ${one} is not described`),
    ...(text.includes(runbook) ? [] : ['the address of the runbook is not in it']),
  ];
  return found(missing.length === 0, {
    ...looked,
    seen: missing.length === 0 ? first.title : missing.join('; '),
  });
}
