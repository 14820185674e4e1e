/** The learner's dashboard, built by running what he has written. */
import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import type { CheckContext, LabContext } from '@lab/course/lab';

export interface Query {
  readonly expr?: string;
  readonly query?: string;
  readonly legendFormat?: string;
  readonly format?: string;
  readonly exemplar?: boolean;
  readonly datasource?: { readonly type?: string; readonly uid?: string };
}

export interface Step {
  /** Null for the first, which has no lower end. */
  readonly value: number | null;
  readonly color: string;
}

export interface Panel {
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: { readonly type?: string; readonly uid?: string };
  readonly targets?: readonly Query[];
  readonly options?: { readonly calculate?: boolean; readonly yAxis?: { readonly unit?: string } };
  readonly fieldConfig?: {
    readonly defaults?: {
      readonly unit?: string;
      readonly links?: readonly { readonly title?: string; readonly url?: string }[];
      readonly thresholds?: { readonly steps?: readonly Step[] };
      readonly custom?: { readonly thresholdsStyle?: { readonly mode?: string } };
    };
  };
  /** Of a row that is closed. */
  readonly panels?: readonly Panel[];
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query?: unknown;
  readonly current?: { readonly value?: unknown };
}

interface Annotation {
  readonly name?: string;
  readonly expr?: string;
  readonly useValueForTime?: boolean;
  readonly titleFormat?: string;
}

export interface Board {
  readonly uid?: string;
  readonly title?: string;
  readonly panels?: readonly Panel[];
  readonly templating?: { readonly list?: readonly Variable[] };
  readonly annotations?: { readonly list?: readonly Annotation[] };
}

interface Built {
  readonly board: Board;
  /** The same where every limit of the objectives is `MOVED_BY` of what it is. */
  readonly withMovedLimits: Board;
}

const SCRIPTS = join(import.meta.dirname, '../scripts');
const SHOWN_CHARACTERS = 600;

/**
 * Runs a script of the lab in the learner's folder. @returns the JSON of its last line
 * @throws Error with what was printed where the learner's code breaks
 */
export async function runInFolder(
  lab: Pick<LabContext, 'files' | 'runScript'>,
  script: string,
  ...args: readonly string[]
): Promise<unknown> {
  const { exitCode, output } = await lab.runScript(
    relative(lab.files.folder, join(SCRIPTS, script)),
    ...args,
  );
  if (exitCode !== 0) throw new Error(`your code breaks: ${output.trim().slice(0, SHOWN_CHARACTERS)}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

const NOTE = 'built';

interface Kept {
  readonly code: string;
  readonly built: Built;
}

/** Built anew where a file of the learner's has changed: a node for every look of every task would be most of a check. */
export async function built(lab: CheckContext): Promise<Built> {
  const code = await digestOf(lab);
  const kept = lab.notes.get(NOTE) as Kept | undefined;
  if (kept?.code === code) return kept.built;
  const fresh = (await runInFolder(lab, 'build-dashboard.ts')) as Built;
  lab.notes.set(NOTE, { code, built: fresh } satisfies Kept);
  return fresh;
}

/** Of everything that a dashboard may be made of: what the checks write and what is generated is not. */
async function digestOf({ files }: Pick<CheckContext, 'files'>): Promise<string> {
  const digest = createHash('sha256');
  for (const path of await files.list())
    if (/\.(?:ts|js|json|yaml)$/.test(path) && !/^(?:\.check|dashboards|logs)\//.test(path))
      digest.update(path).update(await files.read(path));
  return digest.digest('hex');
}

/** Rows left out, what closed rows hold included. */
export const panelsOf = ({ panels = [] }: Pick<Board, 'panels'>): readonly Panel[] =>
  panels.flatMap((panel) => (panel.type === 'row' ? panelsOf({ panels: panel.panels ?? [] }) : [panel]));

/** @throws Error that names the panels that there are */
export function panelNamed(board: Board, title: string): Panel {
  const panels = panelsOf(board);
  const found = panels.find((panel) => panel.title === title);
  if (found === undefined)
    throw new Error(
      `there is no panel "${title}"; there are ${panels.map((panel) => `"${panel.title}"`).join(', ') || 'none'}`,
    );
  return found;
}

/** The first query of a panel that is asked of Prometheus. @throws Error where it has none */
export function queryOf(panel: Panel): Query & { readonly expr: string } {
  const [query] = panel.targets ?? [];
  if (query?.expr === undefined || query.expr === '') throw new Error(`"${panel.title}" asks nothing`);
  return { ...query, expr: query.expr };
}

/** What Grafana would fill in for a quarter of an hour of a lab that is scraped every five seconds. */
const BUILT_IN = { __rate_interval: '1m', __interval: '15s', __range: '15m' };
export const MODEL = 'fraud-detection';

type Choices = Readonly<Record<string, string>>;

/** An expression with its variables filled in. @throws Error for a variable that the dashboard does not have */
export function filled(board: Board, expression: string, choices: Choices = {}): string {
  const current = (board.templating?.list ?? []).map(({ name, current }) => [
    name,
    String(current?.value ?? ''),
  ]);
  const values: Choices = { ...BUILT_IN, ...Object.fromEntries(current), ...choices };
  return expression.replaceAll(/\$\{?([a-zA-Z_]\w*)(?::\w+)?\}?/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`a query uses ${placeholder}, which is no variable of the dashboard: ${expression}`);
    return value;
  });
}
