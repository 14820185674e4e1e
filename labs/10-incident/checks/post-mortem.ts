import { found, type Task } from '@lab/course/lab';
import type { PrometheusApi } from '@lab/engine-clients';
import { differentWordsIn, rowsOf, type Sections, sectionsOf, wordsIn } from '../../shared/markdown.ts';
import { clock, type IncidentTime, incidentTime } from '../incident-time.ts';
import { type Incident, incidentOf } from '../incidents.ts';
import { givePoints, readRecord } from '../record.ts';
import { SYMPTOMS } from '../symptoms.ts';
import { utcTime } from '../utc-time.ts';

export const POST_MORTEM_FILE = 'post-mortem.md';

const TIME_TOLERANCE_SECONDS = 60;
const IMPACT_TOLERANCE = 0.4;
const FEWEST_WORDS = 25;
/** Of those: a word that is repeated says nothing more. */
const FEWEST_DIFFERENT_WORDS = 15;
const FEWEST_ACTIONS = 2;
const FEWEST_WORDS_OF_AN_ACTION = 3;
/** What stands in a table where nobody has been found. */
const NOBODY = /^(?:tbd|tba|todo|n\/?a|none|nobody|[?\-–.]*)$/i;
/** Rates and increases of Prometheus need a sample on either side. */
const MARGIN_SECONDS = 10;

/** A side of the document: what it gives, and what is wrong with it, if anything. */
interface Graded {
  readonly points: number;
  readonly mistake: string | undefined;
}

export const postMortem: Task = {
  id: 'post-mortem',
  title: 'Write the post-mortem',
  needs: ['mitigate'],
  deadlineSeconds: 5,
  hints: [
    'Every section of the template is looked at; what it says in comments is what is wanted.',
    'Times are in UTC, as in task 2 or as 14:05. Requests harmed is a count over the incident, not a rate; one that was due and never came is harmed too.',
    'increase(<counter of what was harmed>[<length of the incident>]) at the moment of its end; the component is named as in causes.md; each action has an owner and a date to come.',
  ],
  async check(lab) {
    const incident = incidentOf(lab.draws);
    const time = incidentTime(await readRecord(lab));
    const harmed = await harmedIn(lab.engines.prometheus, incident, time);
    const graded = gradePostMortem(await lab.files.read(POST_MORTEM_FILE), { incident, time, harmed });
    const points = graded.reduce((sum, part) => sum + (part.mistake === undefined ? part.points : 0), 0);
    await givePoints(lab, 'postMortem', points);
    const mistakes = graded.flatMap(({ mistake }) => mistake ?? []);
    return found(mistakes.length === 0, {
      expected:
        'a timeline and an impact as the system recorded them, the cause, and actions that somebody owns',
      seen: mistakes.join('\n') || 'all of it',
      lookAt: POST_MORTEM_FILE,
    });
  },
};

/** What the system recorded of the incident. */
interface Recorded {
  readonly incident: Incident;
  readonly time: IncidentTime;
  /** Requests. */
  readonly harmed: number;
}

export function gradePostMortem(markdown: string, { incident, time, harmed }: Recorded): readonly Graded[] {
  const sections = sectionsOf(markdown);
  return [
    { points: 5, mistake: timelineMistake(sections, time) },
    { points: 4, mistake: impactMistake(sections, harmed) },
    { points: 3, mistake: causeMistake(sections, incident) },
    { points: 4, mistake: actionsMistake(sections) },
  ];
}

/** @returns requests that were harmed between the two moments */
export function harmedIn(
  prometheus: Pick<PrometheusApi, 'sum'>,
  { suffering }: Incident,
  { began, ended }: Pick<IncidentTime, 'began' | 'ended'>,
): Promise<number> {
  const seconds = Math.ceil(ended - began) + 2 * MARGIN_SECONDS;
  const end = Math.round(ended + MARGIN_SECONDS);
  return prometheus.sum(SYMPTOMS[suffering].harmed({ seconds, end }));
}

const EVENTS = ['began', 'detected', 'cause named', 'ended'] as const;

function timelineMistake(sections: Sections, { began, ended }: IncidentTime): string | undefined {
  const rows = new Map(
    rowsOf(sections.get('timeline') ?? '').map(([event = '', at = '']) => [event.toLowerCase(), at]),
  );
  const times = EVENTS.map((event) => utcTime(rows.get(event) ?? '', began));
  const missing = EVENTS.filter((_, index) => Number.isNaN(times[index]));
  if (missing.length > 0)
    return `Timeline: no time for ${missing.join(', ')}; in UTC, as 2026-03-01T14:05:30Z or 14:05`;
  const [saidBegan = 0, detected = 0, named = 0, saidEnded = 0] = times;
  if (Math.abs(saidBegan - began) > TIME_TOLERANCE_SECONDS)
    return `Timeline: it did not begin at ${clock(saidBegan)}`;
  if (Math.abs(saidEnded - ended) > TIME_TOLERANCE_SECONDS)
    return `Timeline: customers did not stop suffering at ${clock(saidEnded)}`;
  if (detected < saidBegan || named < detected || named * 1000 > Date.now())
    return 'Timeline: it begins, is detected, and its cause is named, in that order';
  return undefined;
}

function impactMistake(sections: Sections, harmed: number): string | undefined {
  const [, digits, thousands] =
    /requests harmed:[^\d\n]*(\d[\d.,_ ]*)(k\b)?/i.exec(sections.get('impact') ?? '') ?? [];
  if (digits === undefined) return 'Impact: no number after "Requests harmed:"';
  const number = Number(digits.replace(/[,_ ]|\.$/g, '')) * (thousands === undefined ? 1 : 1000);
  const isNear = Math.abs(number - harmed) <= IMPACT_TOLERANCE * harmed;
  return isNear
    ? undefined
    : `Impact: ${number} requests is more than ${IMPACT_TOLERANCE * 100} % from what was counted`;
}

const COMPONENT = /^component:[ \t]*(.*)$/im;

function causeMistake(sections: Sections, { fault }: Incident): string | undefined {
  const section = sections.get('root cause') ?? '';
  const component = COMPONENT.exec(section)?.[1]?.trim().toLowerCase() ?? '';
  if (component === '') return 'Root cause: no component after "Component:"';
  if (component !== fault.rootCause.component)
    return `Root cause: ${component} is not the component at fault`;
  const text = section.replace(COMPONENT, '');
  const [words, different] = [wordsIn(text), differentWordsIn(text)];
  if (words < FEWEST_WORDS) return `Root cause: ${words} words, of ${FEWEST_WORDS} at least`;
  return different >= FEWEST_DIFFERENT_WORDS
    ? undefined
    : `Root cause: ${different} different words, of ${FEWEST_DIFFERENT_WORDS} at least`;
}

function actionsMistake(sections: Sections): string | undefined {
  const rows = rowsOf(sections.get('actions') ?? '').filter((cells) => cells.some((cell) => cell !== ''));
  const lacks = rows.map(actionLacks);
  const complete = lacks.filter((lack) => lack === undefined).length;
  if (complete >= FEWEST_ACTIONS) return undefined;
  const told = lacks.flatMap((lack, index) => (lack === undefined ? [] : `; row ${index + 1} ${lack}`));
  return `Actions: ${complete} with an owner and a date to come, of ${FEWEST_ACTIONS} at least${told.join('')}`;
}

/** What a row of the table is without, if anything. */
function actionLacks([what = '', owner = '', due = '']: readonly string[]): string | undefined {
  if (wordsIn(what) < FEWEST_WORDS_OF_AN_ACTION)
    return `says in fewer than ${FEWEST_WORDS_OF_AN_ACTION} words what is done`;
  if (NOBODY.test(owner)) return 'has no owner';
  if (!/^\d{4}-\d\d-\d\d$/.test(due)) return 'has no date as 2026-03-01';
  return due >= new Date().toISOString().slice(0, 10) ? undefined : 'is due before today';
}
