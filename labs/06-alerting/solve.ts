import type { SolveContext } from '@lab/course/lab';
import { fetchText, poll } from '@lab/engine-clients';
import { clock, episodes } from './checks/episodes.ts';
import { firedAt, toldAfter, toldAt } from './checks/incident.ts';
import { SLOW_ALERT } from './checks/predictions-slow.ts';
import { plannedWork } from './checks/silence.ts';
import { deadAlert, SUSPECTS_FILE, suspects, suspectsTask } from './checks/suspects.ts';

const LOADED_WITHIN_MS = 20_000;
const FIRES_WITHIN_MS = 90_000;

/** What the files of the solution cannot hold: a silence, an incident, and what one has seen of it. */
export async function solve(lab: SolveContext): Promise<void> {
  await lab.files.write(SUSPECTS_FILE, suspects());
  await lab.writeAnswer(suspectsTask.id, deadAlert(lab.draws));
  await silencePlannedWork(lab);
  await rulesAreLoaded(lab);
  const before = (await episodes(lab, SLOW_ALERT)).at(-1);
  if (before === undefined) await fetchText(`${lab.workbench.service}/incident`, { method: 'POST' });
  const episode = await poll(async () => (await episodes(lab, SLOW_ALERT)).at(-1), {
    timeoutMs: FIRES_WITHIN_MS,
    intervalMs: 1000,
    waitingFor: `${SLOW_ALERT} to fire`,
    signal: lab.signal,
  });
  await lab.writeAnswer(firedAt.id, clock(episode.firingAt));
  const told = await poll(() => toldAt(lab, episode), {
    timeoutMs: FIRES_WITHIN_MS,
    intervalMs: 1000,
    waitingFor: 'the message about it',
    signal: lab.signal,
  });
  await lab.writeAnswer(toldAfter.id, String(Math.round(told - episode.pendingAt)));
}

async function silencePlannedWork({ draws, workbenchEngines }: SolveContext): Promise<void> {
  const { deployment, minutes } = plannedWork(draws);
  const silences = await workbenchEngines.alertmanager.silences();
  const isThere = silences.some(
    ({ status, matchers }) => status.state === 'active' && matchers.some(({ value }) => value === deployment),
  );
  if (isThere) return;
  const now = Date.now();
  await workbenchEngines.alertmanager.silence({
    matchers: [{ name: 'deployment', value: deployment, isRegex: false, isEqual: true }],
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + minutes * 60_000).toISOString(),
    createdBy: 'the solution',
    comment: `${deployment} is replaced`,
  });
}

/** The rule and the way to Slack: an incident before both are loaded would be told to nobody. */
const rulesAreLoaded = ({ workbenchEngines: { prometheus, alertmanager }, signal }: SolveContext) =>
  poll(
    async () => {
      const [rules, { config }] = await Promise.all([prometheus.rules(), alertmanager.status()]);
      const loaded =
        rules.some(({ name }) => name === SLOW_ALERT) && config.original.includes('ml-platform-chat');
      return loaded ? true : undefined;
    },
    { timeoutMs: LOADED_WITHIN_MS, intervalMs: 500, waitingFor: 'your engines to read their files', signal },
  );
