/** What people read. After mixtool, whose limits these are, except that a summary here is a headline without a full stop. */
import { type Alert, SEVERITIES, TEAMS } from '../alerts/alert.ts';
import type { Lint } from './problem.ts';

const CAMEL_CASE = /^(?:[A-Z]+[a-z0-9]+)+$/;
const LONGEST_NAME = 40;
const LONGEST_SUMMARY = 80;
/** These say that alerts arrive; they are told to nobody. */
const TOLD_TO_NOBODY = ['Watchdog', 'InfoInhibitor'];

const when = (wrong: boolean, problem: string): readonly string[] => (wrong ? [problem] : []);

export const nameIsCamelCase: Lint = ({ name }) =>
  when(!CAMEL_CASE.test(name), `the name ${name} is not in CamelCase: write it like HighErrorRate`).concat(
    when(
      name.length > LONGEST_NAME,
      `the name ${name} is longer than ${LONGEST_NAME} characters: shorten it`,
    ),
  );

export const summaryIsConstant: Lint = ({ summary }) => [
  ...when(
    summary.includes('{{'),
    'the summary holds a template, and alerts are grouped by it: move what varies into the description',
  ),
  ...when(
    !/^[A-Z].*[^.\s]$/.test(summary) || summary.length > LONGEST_SUMMARY,
    `the summary "${summary}" is no headline: a capital letter, no full stop, at most ${LONGEST_SUMMARY} characters`,
  ),
];

export const descriptionIsASentence: Lint = ({ description }) =>
  when(
    !/^\S.*\.$/s.test(description),
    `the description "${description}" must be a sentence with a full stop`,
  );

export const severityIsKnown: Lint = ({ name, severity }) => [
  ...when(
    !SEVERITIES.includes(severity),
    `the severity "${severity}" reaches nobody: choose one of ${SEVERITIES.join(', ')}`,
  ),
  ...when(
    severity === 'none' && !TOLD_TO_NOBODY.includes(name),
    'severity none is told to nobody: choose critical, warning or info',
  ),
];

export const teamIsKnown: Lint = ({ team }) =>
  when(!TEAMS.includes(team), `no team "${team}" is routed to: choose one of ${TEAMS.join(', ')}`);

const HEADINGS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'How it was proven'];

export const runbookIsComplete: Lint = ({ name }, { runbook }) => {
  const page = runbook(name);
  const path = `docs/runbooks/${name}.md`;
  if (page === undefined)
    return [`there is no ${path}: write it, docs/runbooks/HighErrorRate.md is one to copy`];
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  return [
    ...when(!page.startsWith(`# ${name}\n`), `${path} must begin with "# ${name}"`),
    ...when(headings.join() !== HEADINGS.join(), `${path} must have the headings ${HEADINGS.join(', ')}`),
    ...when(
      !/```(?:promql|logql)\n/.test(page),
      `${path} asks nothing: add a query between \`\`\`promql fences`,
    ),
  ];
};

export const isTested: Lint = ({ name }, { tested }) =>
  when(
    !tested.has(name),
    `nothing proves ${name}: add a scenario in src/alerts/scenarios (or lines in test/log-alerts.test.ts)`,
  );

/** Names in `{{ $labels.… }}`. */
export const templatedLabels = ({ description }: Alert): readonly string[] =>
  [...description.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
