import { type CheckContext, type Draws, firstFailure, found, type Task } from '@lab/course/lab';

const ALERTMANAGER_FILE = 'alertmanager/alertmanager.yml';

interface Case {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: string;
}

/** Who must be told, by the table of the text. Names and what else an alert carries are drawn, so no list of names passes. */
function cases(draws: Draws): readonly Case[] {
  const noise = (name: string) => ({
    alertname: `Alert${draws.token(name, 6)}`,
    instance: draws.token(`${name}-instance`, 4),
  });
  const of = (team: string | undefined, severity: string, receivers: string): Case => ({
    labels: { ...noise(`${team}-${severity}`), severity, ...(team === undefined ? {} : { team }) },
    receivers,
  });
  return [
    of('ml-platform', 'critical', 'ml-platform-page'),
    of('ml-platform', 'warning', 'ml-platform-chat'),
    of('data-engineering', 'critical', 'data-engineering-page,ml-platform-chat'),
    of('data-engineering', 'warning', 'data-engineering-chat'),
    of('ml-platform', 'info', 'triage'),
    of('data-engineering', 'info', 'triage'),
    of(draws.pick('unknown-team', ['payments', 'risk', 'search', 'ml-platforms']), 'critical', 'triage'),
    of(undefined, 'critical', 'triage'),
    { labels: { alertname: 'Watchdog', severity: 'none' }, receivers: 'heartbeat' },
  ];
}

const written = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

/** Names as amtool answers them, in order of the alphabet: two receivers are told at once. */
const sorted = (receivers: string): string =>
  receivers
    .split(',')
    .map((name) => name.trim())
    .sort()
    .join(', ');

async function receiversOf(lab: CheckContext, labels: Case['labels']): Promise<string> {
  const { exitCode, output } = await lab.tool(
    'amtool',
    'config',
    'routes',
    'test',
    `--config.file=${ALERTMANAGER_FILE}`,
    ...written(labels),
  );
  if (exitCode !== 0) throw new Error(`amtool: ${output.trim().slice(0, 600)}`);
  return sorted(output.trim());
}

/** An Alertmanager that was given something wrong keeps what it had, and says so nowhere but in its log. */
export async function configurationIsLoaded(lab: CheckContext) {
  const [wanted, { config }] = await Promise.all([
    lab.files.read(ALERTMANAGER_FILE),
    lab.workbenchEngines.alertmanager.status(),
  ]);
  const loaded =
    ['page', 'chat'].every((kind) => config.original.includes(`ml-platform-${kind}`)) &&
    wanted.includes('ml-platform-page');
  return found(loaded, {
    expected: 'your routes and receivers in the Alertmanager that runs',
    seen: loaded ? 'loaded' : 'a configuration without the receivers ml-platform-page and ml-platform-chat',
    lookAt: `${lab.workbench.alertmanager}/#/status, logs/alertmanager.log`,
  });
}

export const routing: Task = {
  id: 'routing',
  title: 'Route by team and severity',
  hints: [
    'Draw the tree first. Then ask it without firing anything: ./lab tool amtool config routes test --config.file=alertmanager/alertmanager.yml team=ml-platform severity=critical',
    'An alert takes the first branch whose matchers all hold, and goes on to the next branch beside it only where `continue: true` stands. What no child of a branch takes stays with the branch, whose receiver is its parent’s where it has none.',
    'Five branches below the root: Watchdog; team ml-platform with a child for each severity; data-engineering and critical with continue: true, and once more the same matchers for ml-platform-chat; data-engineering and warning. The root’s receiver is triage. Every name needs an entry under receivers.',
  ],
  check: (lab) =>
    firstFailure(
      () => configurationIsLoaded(lab),
      async () => {
        for (const { labels, receivers } of cases(lab.draws)) {
          const seen = await receiversOf(lab, labels);
          if (seen !== sorted(receivers))
            return found(false, {
              expected: `${written(labels).join(' ')} to reach ${sorted(receivers)}`,
              seen: `it reaches ${seen === '' ? 'nobody' : seen}`,
              lookAt: `./lab tool amtool config routes test --config.file=${ALERTMANAGER_FILE} ${written(labels).join(' ')}`,
            });
        }
        return found(true, {
          expected: 'each of nine alerts to reach those whom the table names',
          seen: 'each does',
          lookAt: `./lab tool amtool config routes show --config.file=${ALERTMANAGER_FILE}`,
        });
      },
    ),
};
