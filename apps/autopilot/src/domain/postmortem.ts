import type { Incident, TimelineEntry } from './incident.ts';

export interface ObjectiveImpact {
  readonly service: string;
  readonly name: string;
  /** Share of bad events during the incident, 0 to 1. */
  readonly badShare: number;
  /** 0 to 1; undefined where nobody knows. */
  readonly objective: number | undefined;
  /** Of the period's error budget, at the end of the incident; below 0 where it is overspent. */
  readonly budgetRemaining: number | undefined;
}

export interface Impact {
  /** Length of the stretch that was measured. */
  readonly seconds: number;
  readonly predictions: number | undefined;
  readonly failedPredictions: number | undefined;
  /** Objectives that had events in it. */
  readonly objectives: readonly ObjectiveImpact[];
}

/**
 * A post-mortem as far as a machine can write it: what is known stands there, what people must think about is asked.
 * @param impact undefined where Prometheus could not be asked
 */
export function renderPostmortem(incident: Incident, impact: Impact | undefined): string {
  const { timeline } = incident;
  const firstAction = timeline.find(({ kind, text }) => kind === 'action' && text.includes(': done'));
  return `# ${incident.title}

| | |
|---|---|
| incident | \`${incident.id}\` |
| severity | ${incident.severity} |
| about | ${incident.model_name === null ? incident.service : `model ${incident.model_name}`} |
| began | ${incident.began_at} |
| told to the autopilot | ${incident.opened_at} (${span(incident.began_at, incident.opened_at)} later) |
| resolved | ${incident.resolved_at === null ? 'not yet' : `${incident.resolved_at} (after ${span(incident.began_at, incident.resolved_at)})`} |

## Detection

${alertsOf(timeline)}

## Timeline

| time | what | trace |
|---|---|---|
${[...timeline]
  .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  .map(
    ({ at, text, trace_id }) => `| ${at} | ${cell(text)} | ${trace_id === null ? '' : `\`${trace_id}\``} |`,
  )
  .join('\n')}

## Impact

${impact === undefined ? 'Prometheus could not be asked.' : describeImpact(impact)}

## What went well

${wentWell(incident, firstAction)}

## What went badly, and where we were lucky

- To be written by those who were there.

## Action items

${actionItems(incident, impact)}
`;
}

function alertsOf(timeline: readonly TimelineEntry[]): string {
  const told = timeline.filter(({ annotations }) => annotations !== undefined);
  return told
    .map(({ labels, annotations = {} }) => {
      const links = [
        link('runbook', annotations.runbook_url),
        link('dashboard', annotations.dashboard_url),
      ].filter((text) => text !== '');
      const where = links.length === 0 ? '' : ` (${links.join(', ')})`;
      return `- **${labels.alertname}**: ${annotations.description ?? annotations.summary ?? 'no description'}${where}`;
    })
    .join('\n');
}

const link = (name: string, url: string | undefined): string =>
  url === undefined ? '' : `[${name}](${url})`;

function describeImpact({ seconds, predictions, failedPredictions, objectives }: Impact): string {
  const lines = [`Measured over ${seconds} s.`, ''];
  if (predictions !== undefined)
    lines.push(`${predictions} predictions were asked for, of which ${failedPredictions ?? 0} failed.`, '');
  if (objectives.length === 0) return `${lines.join('\n')}No objective had events in this time.`;
  return [
    ...lines,
    '| objective | bad events | allowed | error budget left |',
    '|---|---|---|---|',
    ...objectives.map(
      ({ service, name, badShare, objective, budgetRemaining }) =>
        `| ${service} ${name} | ${percent(badShare)} | ${percent(objective === undefined ? undefined : 1 - objective)} | ${percent(budgetRemaining)} |`,
    ),
  ].join('\n');
}

function wentWell(
  { began_at, opened_at, timeline }: Incident,
  firstAction: TimelineEntry | undefined,
): string {
  const lines = [`- An alert told of it ${span(began_at, opened_at)} after it began.`];
  if (firstAction !== undefined)
    lines.push(
      `- The autopilot acted ${span(began_at, firstAction.at)} after it began: ${firstAction.text}.`,
    );
  const done = timeline.filter(({ kind, text }) => kind === 'action' && text.includes(': done')).length;
  if (done > 0)
    lines.push(`- ${done === 1 ? 'One action was' : `${done} actions were`} done without a human.`);
  return lines.join('\n');
}

function actionItems({ timeline, resolved_at }: Incident, impact: Impact | undefined): string {
  const items = timeline
    .filter(({ kind, text }) => kind === 'action' && /: (failed|refused \((budget|kill_switch)\))/.test(text))
    .map(({ text }) => `- [ ] Find out why the autopilot could not act: ${text}`);
  for (const { service, name, budgetRemaining } of impact?.objectives ?? []) {
    if (budgetRemaining !== undefined && budgetRemaining < 0)
      items.push(`- [ ] The error budget of ${service} ${name} is spent: apply the error-budget policy.`);
  }
  if (resolved_at === null) items.push('- [ ] Still open: an alert of it fires.');
  items.push('- [ ] Would the alert have come sooner with another threshold? Would a test have caught it?');
  return [...new Set(items)].join('\n');
}

const percent = (share: number | undefined): string =>
  share === undefined ? 'unknown' : `${(100 * share).toFixed(2)} %`;

/** A pipe would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

function span(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
