import { found, type Task } from '@lab/course/lab';
import type { PrometheusApi } from '@lab/engine-clients';
import { rowsOf, type Sections, sectionsOf, wordsIn } from '../../shared/markdown.ts';
import { clock, type IncidentTime, incidentTime } from '../incident-time.ts';
import { type Incident, incidentOf } from '../incidents.ts';
import { givePoints, readRecord } from '../record.ts';
import { SYMPTOMS } from '../symptoms.ts';

export const POST_MORTEM_FILE = 'post-mortem.md';

const TIME_TOLERANCE_SECONDS = 60;
const IMPACT_TOLERANCE = 0.4;
const FEWEST_WORDS = 25;
const FEWEST_ACTIONS = 2;
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
    'Times are in UTC and in the form of task 2. Requests harmed is a count over the incident, not a rate; one that was due and never came is harmed too.',
    'increase(<counter of what was harmed>[<length of the incident>]) at the moment of its end; the root cause names the component as causes.md does; each action has an owner and a date to come.',
  ],
  async check(lab) {
    const sections = sectionsOf(await lab.files.read(POST_MORTEM_FILE));
    const incident = incidentOf(lab.draws);
    const time = incidentTime(await readRecord(lab));
    const graded: readonly Graded[] = [
      { points: 5, mistake: timelineMistake(sections, time) },
      { points: 4, mistake: impactMistake(sections, await harmedIn(lab.engines.prometheus, incident, time)) },
      { points: 3, mistake: causeMistake(sections, incident) },
      { points: 4, mistake: actionsMistake(sections) },
    ];
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
  const times = EVENTS.map((event) => Date.parse(rows.get(event) ?? '') / 1000);
  const missing = EVENTS.filter((_, index) => Number.isNaN(times[index]));
  if (missing.length > 0) return `Timeline: no time in UTC for ${missing.join(', ')}`;
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
  const said = /requests harmed:\s*([\d.,_ ]*\d)/i.exec(sections.get('impact') ?? '')?.[1];
  if (said === undefined) return 'Impact: no number after "Requests harmed:"';
  const number = Number(said.replace(/[,_ ]/g, ''));
  const isNear = Math.abs(number - harmed) <= IMPACT_TOLERANCE * harmed;
  return isNear
    ? undefined
    : `Impact: ${number} requests is more than ${IMPACT_TOLERANCE * 100} % from what was counted`;
}

function causeMistake(sections: Sections, { fault }: Incident): string | undefined {
  const text = sections.get('root cause') ?? '';
  if (wordsIn(text) < FEWEST_WORDS) return `Root cause: ${wordsIn(text)} words, of ${FEWEST_WORDS} at least`;
  return text.toLowerCase().includes(fault.rootCause.component)
    ? undefined
    : 'Root cause: it does not name the component';
}

function actionsMistake(sections: Sections): string | undefined {
  const today = new Date().toISOString().slice(0, 10);
  const owned = rowsOf(sections.get('actions') ?? '').filter(
    ([what = '', owner = '', due = '']) =>
      wordsIn(what) > 2 && wordsIn(owner) > 0 && /^\d{4}-\d\d-\d\d$/.test(due) && due >= today,
  );
  return owned.length >= FEWEST_ACTIONS
    ? undefined
    : `Actions: ${owned.length} with an owner and a date to come, of ${FEWEST_ACTIONS} at least`;
}
