import type { CheckContext } from '@lab/course/lab';
import type { PrometheusApi } from '@lab/engine-clients';
import { incidentOf } from './incidents.ts';
import { type IncidentRecord, readRecord } from './record.ts';
import { SYMPTOMS } from './symptoms.ts';

/** Seconds between two looks at a graph: the lab is scraped that often. */
const STEP_SECONDS = 5;
/** What is looked at before the incident: short, so that an incident just before it is out of it. */
const NORMAL_SECONDS = 40;
/** Nobody's clock and no scrape is exact. */
const MARGIN_SECONDS = 5;

/** All in seconds since the epoch. */
export interface IncidentTime {
  readonly began: number;
  /** When customers no longer suffered; now, while they do. */
  readonly ended: number;
  readonly normal: { readonly start: number; readonly end: number };
}

/** @throws Error that says that there is no incident yet */
export function incidentTime({ beganAt, endedAt }: IncidentRecord): IncidentTime {
  const began = beganAt / 1000;
  if (Date.now() < beganAt) throw new Error('no customer suffers so far');
  return {
    began,
    ended: (endedAt ?? Date.now()) / 1000,
    normal: { start: began - MARGIN_SECONDS - NORMAL_SECONDS, end: began - MARGIN_SECONDS },
  };
}

export const timeOf = async (lab: CheckContext): Promise<IncidentTime> => incidentTime(await readRecord(lab));

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a check needs of the running lab to ask for the past. */
type Asks = { readonly engines: { readonly prometheus: Pick<PrometheusApi, 'queryRange'> } };

/** Seconds of a time span in which an expression answers something. */
export async function secondsAnswered(lab: Asks, expression: string, span: Span): Promise<number> {
  // Both ends of the span are looked at.
  return Math.min(
    (await momentsAnswered(lab, expression, span)) * STEP_SECONDS,
    Math.round(span.end - span.start),
  );
}

/** Looks at a graph, of all that there are in a time span, in which an expression answers something. */
async function momentsAnswered({ engines }: Asks, expression: string, { start, end }: Span): Promise<number> {
  const series = await engines.prometheus.queryRange(expression, { start, end, step: STEP_SECONDS });
  return new Set(series.flatMap(({ points }) => points.map(({ timestamp }) => timestamp))).size;
}

/** After the end of an incident the windows of a minute have run out, and the last scrapes with them. */
const FADES_SECONDS = 120;
/** How long after it is looked for a moment of silence. */
const LISTENS_SECONDS = 480;

/**
 * Whether an expression goes on answering although it is over: so does a counter beside the number that it had at the edge,
 * which tells the time and no symptom. False as long as nobody can know: before the end, and shortly after.
 */
export async function answersForEver(
  lab: Asks,
  expression: string,
  endedAt: number | undefined,
  now = Date.now(),
): Promise<boolean> {
  if (endedAt === undefined) return false;
  const start = Math.ceil(endedAt / 1000) + FADES_SECONDS;
  const end = Math.min(Math.floor(now / 1000), start + LISTENS_SECONDS);
  if (end < start) return false;
  const looks = Math.floor((end - start) / STEP_SECONDS) + 1;
  return (await momentsAnswered(lab, expression, { start, end })) >= looks;
}

/** Customers are served again when they have been for so long. */
const SERVED_SECONDS = 45;

interface Suffered {
  /** In seconds since the epoch, as all here. */
  readonly first: number;
  /** The last moment before customers were served for a while; what comes after that is another incident. */
  readonly last: number;
  readonly isOver: boolean;
}

/** When the customers of this incident suffered; undefined as long as none has. */
export async function suffered(
  lab: Pick<CheckContext, 'engines' | 'draws'>,
  began: number,
): Promise<Suffered | undefined> {
  const { suffering } = incidentOf(lab.draws);
  const condition = SYMPTOMS[suffering].condition('20s');
  const series = await lab.engines.prometheus.queryRange(condition, { start: began, step: STEP_SECONDS });
  const moments = series
    .flatMap(({ points }) => points.map(({ timestamp }) => timestamp))
    .sort((a, b) => a - b);
  const [first] = moments;
  if (first === undefined) return undefined;
  const now = Date.now() / 1000;
  const last = moments.find((moment, index) => (moments[index + 1] ?? now) - moment >= SERVED_SECONDS);
  return { first, last: last ?? now, isOver: last !== undefined };
}

/** A time as the text writes them. */
export const clock = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
