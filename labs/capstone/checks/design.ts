import { metricsNamedIn, sectionsOf, wordsIn } from '../../shared/markdown.ts';
import { ask } from '../customer.ts';
import { graded } from '../rubric.ts';

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
        const named = metricsNamedIn(await lab.files.read(system.files.design));
        // A ratio exists while customers come.
        await ask(system);
        const dead: string[] = [];
        for (const name of named)
          if ((await system.prometheus.query(`count({__name__="${name}"})`)).length === 0) dead.push(name);
        if (dead.length > 0) return `without series: ${dead.join(', ')}`;
        return named.length >= FEWEST_SERIES ? undefined : `${named.length} metrics`;
      },
    },
  ],
  hints: [
    'The practical exercise of Module 207: design the observability of an ML system.',
    'A decision says what, why, and what it costs; under Rejected stands what you did not do and why.',
    'Each section in your own words with the series that carries it out, such as the counter that the objective is computed from.',
  ],
});
