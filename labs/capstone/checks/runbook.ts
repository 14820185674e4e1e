import { fencesIn } from '../../shared/markdown.ts';
import { ask } from '../customer.ts';
import { graded } from '../rubric.ts';
import { alertsIn, rulesIn } from '../rules.ts';

const FEWEST_QUERIES = 3;

export const runbook = graded({
  id: 'runbook',
  title: 'A runbook whose queries run',
  lookAt: 'documents.runbook',
  sides: [
    {
      points: 3,
      wanted: 'every alert has a heading in it, and names it in runbook_url',
      async look(system, lab) {
        const text = await lab.files.read(system.files.runbook);
        const alerts = alertsIn(rulesIn(await lab.files.read(system.files.rules)));
        if (alerts.length === 0) return 'no alert';
        const lost = alerts.filter(
          ({ alert = '', annotations }) =>
            !new RegExp(`^#+ .*${alert}`, 'm').test(text) ||
            !(annotations?.runbook_url ?? '').includes(system.files.runbook),
        );
        return lost.length === 0 ? undefined : `without: ${lost.map(({ alert }) => alert).join(', ')}`;
      },
    },
    {
      points: 3,
      wanted: `${FEWEST_QUERIES} queries at least, in fences of promql and logql, all of which return something`,
      async look(system, lab) {
        const text = await lab.files.read(system.files.runbook);
        const [promql, logql] = [fencesIn(text, 'promql'), fencesIn(text, 'logql')];
        if (promql.length + logql.length < FEWEST_QUERIES || logql.length === 0)
          return `${promql.length} of promql and ${logql.length} of logql`;
        // A runbook is read while customers come.
        await ask(system);
        const empty: string[] = [];
        for (const query of promql)
          if ((await system.prometheus.query(query)).length === 0) empty.push(query);
        for (const query of logql)
          if ((await system.loki.lines(query, lab.startedAt / 1000, 1)).length === 0) empty.push(query);
        return empty.length === 0 ? undefined : `without an answer: ${empty.join('; ')}`;
      },
    },
  ],
  hints: [
    'docs/runbooks has a page for every alert of the lab.',
    'What is seen, what it means for customers, how to look closer, how to end it; with queries that can be run as they stand.',
    'One heading per alert; runbook_url: <address>/<documents.runbook>#<alert>; a promql fence for the ratio, one for the routes, a logql fence for the failed requests.',
  ],
});
