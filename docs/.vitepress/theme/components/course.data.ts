import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LabMeasured, parseMeasured } from '@lab/course/lab/runner';
import { readQuizBank } from '@lab/course/quiz/bank';
import { ALERT_FACTS, type AlertFacts } from '../../content/alerts.ts';
import { labPages } from '../../content/menu.ts';
import { readPages } from '../../content/pages.ts';
import { ROOT } from '../../content/repository.ts';

interface Lesson {
  readonly module: string;
  readonly title: string;
  readonly address: string;
  readonly number: number;
  readonly minutes: number;
}

interface LabSummary {
  /** Folder of the lab: `01-deploy-the-stack`. */
  readonly id: string;
  /** As typed: `./lab start 01`. */
  readonly number: string;
  readonly title: string;
  readonly address: string;
  /** How long a person needs; 0 where the text does not say. */
  readonly minutes: number;
  /** How many tasks its text has. */
  readonly tasks: number;
  /** What its proof has measured, where one has recorded it. */
  readonly measured: LabMeasured | undefined;
}

interface QuizSummary {
  readonly quiz: string;
  readonly title: string;
  readonly questions: number;
}

interface CourseData {
  readonly quizzes: readonly QuizSummary[];
  readonly lessons: readonly Lesson[];
  readonly labs: readonly LabSummary[];
  readonly runbooks: readonly AlertFacts[];
}

declare const data: CourseData;

export { data };

const MEASURED_FILE = `${ROOT}/labs/measured.json`;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Headings `Task 1: …`: a lab's tasks have their titles. */
const countTasks = (text: string): number => text.match(/^#{2,3}\s+Task\s+\d+/gm)?.length ?? 0;

function labSummaries(): LabSummary[] {
  const measured = parseMeasured(readFileSync(MEASURED_FILE, 'utf8'));
  return labPages().map(({ file, title, address, frontmatter, text }) => {
    const id = file.split('/')[1] ?? '';
    const number = /^(\d+)-/.exec(id)?.[1] ?? id;
    const minutes = numberOf(frontmatter.minutes);
    return { id, number, title, address, minutes, tasks: countTasks(text), measured: measured[id] };
  });
}

export default {
  watch: [
    `${ROOT}/docs/lessons/**/*.md`,
    `${ROOT}/labs/*/README.md`,
    MEASURED_FILE,
    `${ROOT}/docs/runbooks/*.md`,
  ],
  load: (): CourseData => ({
    lessons: readPages('docs/lessons/*/*.md').map(({ file, title, address, frontmatter }) => ({
      module: file.split('/')[2] ?? '',
      title,
      address,
      number: numberOf(frontmatter.lesson),
      minutes: numberOf(frontmatter.reading_minutes),
    })),
    labs: labSummaries(),
    quizzes: readQuizBank(`${ROOT}/docs/quizzes`).map(({ quiz, title, questions }) => ({
      quiz,
      title,
      questions: questions.length,
    })),
    runbooks: ALERT_FACTS.filter(({ name }) => existsSync(join(ROOT, `docs/runbooks/${name}.md`))),
  }),
};
