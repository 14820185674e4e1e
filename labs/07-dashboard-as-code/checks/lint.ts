import {
  type CheckContext,
  type Draws,
  type Finding,
  fails,
  firstFailure,
  found,
  type Task,
} from '@lab/course/lab';
import { type Board, built, type Panel, panelsOf, runInFolder } from './board.ts';

const FILE = '.check/boards.json';
/** With fewer a linter has too little to look at. */
const FEWEST_PANELS = 8;

/** Mistakes bring others with them: a variable that one panel alone has used is used no more. */
const MOST_BESIDES = 2;
/** A sentence is about one panel; "the same as in …" may name another. */
const MOST_NAMED = 2;

interface Spoilt {
  readonly what: string;
  /** A problem has to name one of these. */
  readonly names: readonly string[];
  readonly board: Board;
}

/** The panels with the one of a title changed, or left out where there is nothing in its place. */
const changed = (
  panels: readonly Panel[],
  title: string,
  change: (panel: Panel) => Panel | undefined,
): readonly Panel[] =>
  panels.flatMap((panel) => {
    if (panel.type === 'row') return [{ ...panel, panels: changed(panel.panels ?? [], title, change) }];
    return panel.title === title ? (change(panel) ?? []) : [panel];
  });

const withPanel = (board: Board, title: string, change: (panel: Panel) => Panel): Board => ({
  ...board,
  panels: changed(board.panels ?? [], title, change),
});

/** A row that is closed keeps its panels inside itself. */
function withClosedRow(board: Board, title: string, change: (panel: Panel) => Panel): Board {
  const panels = panelsOf(board).filter((panel) => panel.title === title);
  const row: Panel = { type: 'row', title: 'Closed', panels: panels.map(change) };
  return { ...board, panels: [...changed(board.panels ?? [], title, () => undefined), row] };
}

const withoutUnit = ({ fieldConfig, ...panel }: Panel): Panel => {
  const { unit: _unit, ...defaults } = fieldConfig?.defaults ?? {};
  return { ...panel, fieldConfig: { ...fieldConfig, defaults } };
};

/** Titles that a problem names, a longer one before what is a part of it: "Latency by version" is no "Latency". */
export function namedIn(problem: string, titles: readonly string[]): string[] {
  let rest = problem;
  return [...new Set(titles)]
    .sort((one, other) => other.length - one.length)
    .filter((title) => {
      const isNamed = title !== '' && rest.includes(title);
      rest = isNamed ? rest.replaceAll(title, '') : rest;
      return isNamed;
    });
}

/** Another dashboard in which as much is right: a linter that looks for what has changed finds something everywhere. */
const reworded = (panels: readonly Panel[]): readonly Panel[] =>
  panels.map((panel) => ({
    ...panel,
    ...(panel.description?.trim() ? { description: `${panel.description} Looked at by the check.` } : {}),
    ...(panel.panels === undefined ? {} : { panels: reworded(panel.panels) }),
  }));

/** The learner's dashboard with one mistake each; which panel has it is drawn. */
function spoilt(board: Board, draws: Draws): readonly Spoilt[] {
  const titles = panelsOf(board)
    .filter(({ type }) => type === 'timeseries')
    .map(({ title = '' }) => title);
  const drawn = (name: string): string => titles[draws.integer(name, 0, titles.length - 1)] ?? '';
  const unused = `v${draws.token('unused', 6)}`;
  const unknown = `v${draws.token('unknown', 6)}`;
  const closed = drawn('closed');
  const lost = drawn('unknown-variable');
  const spoil = (what: string, title: string, change: (panel: Panel) => Panel): Spoilt => ({
    what: `"${title}" ${what}`,
    names: [title],
    board: withPanel(board, title, change),
  });
  const variable = { type: 'query', name: unused, query: 'label_values(up, job)' };
  return [
    spoil('without a description', drawn('describe'), ({ description: _, ...panel }) => panel),
    spoil('with an empty description', drawn('empty'), (panel) => ({ ...panel, description: ' ' })),
    spoil('without a unit', drawn('unit'), withoutUnit),
    {
      what: `"${closed}" without a unit in a row that is closed`,
      names: [closed],
      board: withClosedRow(board, closed, withoutUnit),
    },
    spoil('with a query without a legend', drawn('legend'), (panel) => ({
      ...panel,
      targets: (panel.targets ?? []).map((query) => ({ ...query, legendFormat: '' })),
    })),
    {
      ...spoil(`with a query that uses $${unknown}`, lost, (panel) => ({
        ...panel,
        targets: (panel.targets ?? []).map((query) => ({ ...query, expr: `up{job="$${unknown}"}` })),
      })),
      names: [lost, unknown],
    },
    {
      what: `a variable ${unused} that no query uses`,
      names: [unused],
      board: { ...board, templating: { list: [...(board.templating?.list ?? []), variable] } },
    },
  ];
}

async function looked(lab: CheckContext, boards: readonly Board[]): Promise<readonly (readonly string[])[]> {
  await lab.files.write(FILE, JSON.stringify(boards));
  return (await runInFolder(lab, 'run-lint.ts', FILE)) as readonly (readonly string[])[];
}

export const lint: Task = {
  id: 'lint',
  title: 'Let a program look before anybody else does',
  hints: [
    'A dashboard is an object: its panels have description, fieldConfig.defaults.unit and targets; variables are in templating.list. dashboards/src/lint of the repository has a linter of the same kind.',
    'Rows are in the list of panels too: they need no unit, and one that is closed has its panels in its own panels. $__rate_interval and the like are no variables of the dashboard.',
    'Flatten rows; for each panel look at description?.trim(), fieldConfig?.defaults?.unit and every legendFormat of a timeseries; find /\\$\\{?(\\w+)/g in JSON.stringify(targets), leave out what begins with __, and compare with the names of templating.list in both directions.',
  ],
  async check(lab) {
    const { board } = await built(lab);
    const count = panelsOf(board).length;
    const titles = panelsOf(board).map(({ title = '' }) => title);
    const other = { ...board, panels: reworded(board.panels ?? []) };
    const mistakes = spoilt(other, lab.draws);
    const [own = [], ofOther = [], ...others] = await looked(lab, [
      board,
      other,
      ...mistakes.map((one) => one.board),
    ]);
    return firstFailure(
      () =>
        found(count >= FEWEST_PANELS, {
          expected: `a dashboard of at least ${FEWEST_PANELS} panels to look at`,
          seen: `${count} panels`,
          lookAt: 'src/dashboard.ts',
        }),
      ...mistakes.map(({ what, names }, index) => (): Finding => {
        const problems = (others[index] ?? []).filter((problem) => !own.includes(problem));
        const isAbout = (problem: string): boolean => names.some((name) => problem.includes(name));
        const expected = `a problem that names ${names.join(' or ')}, for your dashboard with ${what}`;
        const lookAt = `problemsOf in src/lint.ts; the dashboards that it was given: ${FILE}`;
        if (problems.length === 0) return fails({ expected, seen: 'it finds nothing wrong', lookAt });
        const vague = problems.find((problem) => namedIn(problem, titles).length > MOST_NAMED);
        if (vague !== undefined)
          return fails({
            expected: `${expected}, in a sentence about that panel`,
            seen: `one sentence that names ${namedIn(vague, titles).length} panels: ${vague}`,
            lookAt,
          });
        const besides = problems.filter((problem) => !isAbout(problem));
        return found(problems.some(isAbout) && besides.length <= MOST_BESIDES, {
          expected: `${expected}, and hardly anything else`,
          seen: problems.join('; '),
          lookAt,
        });
      }),
      () => {
        const wrongly = ofOther.filter((problem) => !own.includes(problem));
        return found(wrongly.length === 0, {
          expected: 'nothing wrong with your dashboard once its descriptions have a sentence more',
          seen: wrongly.join('; ') || 'nothing',
          lookAt: `problemsOf in src/lint.ts; the dashboards that it was given: ${FILE}`,
        });
      },
      () =>
        found(own.length === 0, {
          expected: 'nothing wrong with your own dashboard',
          seen: own.join('; ') || 'nothing',
          lookAt: 'problemsOf in src/lint.ts, and the panels that it names',
        }),
    );
  },
};
