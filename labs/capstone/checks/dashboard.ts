import type { CheckContext } from '@lab/course/lab';
import { fetchText } from '@lab/engine-clients';
import { ask } from '../customer.ts';
import { ofTheService, seriesIn } from '../exposition.ts';
import { graded } from '../rubric.ts';
import { recordedIn, rulesIn } from '../rules.ts';
import type { LearnersSystem } from '../system.ts';
import { asksForLines, isAbout, ownVariable, panelsOf, type Query, queriesOf } from './dashboard-queries.ts';

const FEWEST_PANELS = 4;
const FEWEST_QUERIES = 4;

export const dashboard = graded({
  id: 'dashboard',
  title: 'A dashboard as code',
  lookAt: 'documents.dashboard',
  sides: [
    {
      points: 4,
      wanted: `${FEWEST_PANELS} panels at least, each with a title, a unit and a query`,
      async look(system, lab) {
        const panels = panelsOf(await lab.files.read(system.files.dashboard));
        const whole = panels.filter(
          ({ title = '', fieldConfig, targets = [] }) =>
            title !== '' &&
            fieldConfig?.defaults?.unit !== undefined &&
            targets.some(({ expr = '' }) => expr !== ''),
        );
        return whole.length >= FEWEST_PANELS
          ? undefined
          : `${whole.length} of ${panels.length} panels have all three`;
      },
    },
    {
      points: 6,
      wanted: `every query of it returns data, and ${FEWEST_QUERIES} different ones are about the service`,
      async look(system, lab) {
        const queries = queriesOf(panelsOf(await lab.files.read(system.files.dashboard)));
        if (queries.length === 0) return 'no query';
        const open = queries.map(({ expr }) => expr).filter((expr) => ownVariable(expr) !== undefined);
        if (open.length > 0) return `variables that nobody fills in here: ${open.join('; ')}`;
        // A dashboard is looked at while customers come.
        await ask(system);
        const empty: string[] = [];
        for (const query of queries) if (!(await answers(system, lab, query))) empty.push(query.expr);
        if (empty.length > 0) return `without data: ${empty.join('; ')}`;
        const own = await seriesOf(system, lab);
        const about = new Set(
          queries.map(({ expr }) => expr).filter((expr) => isAbout(expr, system.service, own)),
        );
        return about.size >= FEWEST_QUERIES
          ? undefined
          : `${about.size} different queries name "${system.service}" or a series of it`;
      },
    },
  ],
  hints: [
    'Lab 7 has made a dashboard as code.',
    'Rate, errors, duration, and one panel of what the service is for; units such as reqps, percentunit, s.',
    'Run each expr against your Prometheus with $__rate_interval as 1m: what returns nothing is a panel that shows nothing. Write job="<service>" into it rather than a variable of the dashboard.',
  ],
});

/** Series that the service exposes, and those that are recorded of them. */
async function seriesOf(
  { metricsUrl, files }: LearnersSystem,
  lab: CheckContext,
): Promise<ReadonlySet<string>> {
  const exposed = ofTheService(seriesIn(await fetchText(metricsUrl))).map(({ name }) => name);
  // Rules that are missing or wrong are another criterion's matter.
  const recorded = await lab.files
    .read(files.rules)
    .then((text) => recordedIn(rulesIn(text)))
    .catch(() => []);
  return new Set([...exposed, ...recorded]);
}

async function answers(
  { prometheus, loki }: LearnersSystem,
  { startedAt }: CheckContext,
  { expr, engine }: Query,
): Promise<boolean> {
  if (engine === 'loki' && asksForLines(expr))
    return (await loki.lines(expr, startedAt / 1000, 1)).length > 0;
  const found = await (engine === 'loki' ? loki : prometheus).query(expr);
  return found.some(({ value }) => Number.isFinite(value));
}
