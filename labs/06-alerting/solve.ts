import type { SolveContext } from '@lab/course/lab';
import { fetchText, poll } from '@lab/engine-clients';
import { clock, type Episode, episodes } from './checks/episodes.ts';
import { firedAt, toldAfter, toldAt } from './checks/incident.ts';
import { SLOW_ALERT } from './checks/predictions-slow.ts';
import { plannedWork } from './checks/silence.ts';
import { deadAlert, SUSPECTS_FILE, suspects, suspectsTask } from './checks/suspects.ts';

const LOADED_WITHIN_MS = 20_000;
const TOLD_WITHIN_MS = 120_000;

/** What the files of the solution cannot hold: a silence, an incident, and what one has seen of it. */
export async function solve(lab: SolveContext): Promise<void> {
  await lab.files.write(SUSPECTS_FILE, suspects());
  await lab.writeAnswer(suspectsTask.id, deadAlert(lab.draws));
  await silencePlannedWork(lab);
  await rulesAreLoaded(lab);
  if ((await episodeToldOf(lab)) === undefined)
    await fetchText(`${lab.workbench.service}/incident`, { method: 'POST' });
  const { episode, told } = await poll(() => episodeToldOf(lab), {
    timeoutMs: TOLD_WITHIN_MS,
    intervalMs: 1000,
    waitingFor: `${SLOW_ALERT} to fire, and the message about it`,
    signal: lab.signal,
  });
  await lab.writeAnswer(firedAt.id, clock(episode.firingAt));
  await lab.writeAnswer(toldAfter.id, String(Math.round(told - episode.pendingAt)));
}

/** The first time that it fired and Slack heard of it. */
async function episodeToldOf(
  lab: SolveContext,
): Promise<{ readonly episode: Episode; readonly told: number } | undefined> {
  for (const episode of await episodes(lab, SLOW_ALERT)) {
    const told = await toldAt(lab, episode);
    if (told !== undefined) return { episode, told };
  }
  return undefined;
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
