import { sectionsOf, wordsIn } from '../../shared/markdown.ts';
import { ask } from '../customer.ts';
import { graded } from '../rubric.ts';
import { existing, namesQuery, seriesNamedIn } from './named-series.ts';

const FEWEST_WORDS = 30;
const FEWEST_SERIES = 6;
const DECISIONS = [
  'Objectives',
  'Metrics',
  'Logs',
  'Traces',
  'Alerts',
  'Drift',
  'Cardinality and cost',
  'Personal data',
  'Rejected',
] as const;

export const design = graded({
  id: 'design',
  title: 'The design, with its decisions',
  lookAt: 'documents.design',
  sides: [
    {
      points: 6,
      wanted: `a decision of at least ${FEWEST_WORDS} words under each of: ${DECISIONS.join(', ')}`,
      async look(system, lab) {
        const sections = sectionsOf(await lab.files.read(system.files.design));
        const thin = DECISIONS.filter(
          (name) => wordsIn(sections.get(name.toLowerCase()) ?? '') < FEWEST_WORDS,
        );
        return thin.length === 0 ? undefined : `too little under ${thin.join(', ')}`;
      },
    },
    {
      points: 4,
      wanted: `${FEWEST_SERIES} metrics at least that it names in \`code\`, all of which your Prometheus has`,
      async look(system, lab) {
        const named = seriesNamedIn(sectionsOf(await lab.files.read(system.files.design)));
        const all = [...named.metrics, ...named.perhaps];
        if (all.length === 0) return 'no name of a metric in `code`';
        // A ratio exists while customers come.
        await ask(system);
        const series = (await system.prometheus.query(namesQuery(named))).map(
          ({ labels }) => labels.__name__ ?? '',
        );
        const dead = named.metrics.filter((name) => !existing([name], series).includes(name));
        if (dead.length > 0) return `without series: ${dead.join(', ')}`;
        const alive = existing(all, series);
        return alive.length >= FEWEST_SERIES
          ? undefined
          : `${alive.length} metrics: ${alive.join(', ') || 'none'}`;
      },
    },
  ],
  hints: [
    'The practical exercise of Module 207: design the observability of an ML system.',
    'A decision says what, why, and what it costs; under Rejected stands what you did not do and why.',
    'Each section in your own words with the series that carries it out, such as the counter that the objective is computed from.',
  ],
});
