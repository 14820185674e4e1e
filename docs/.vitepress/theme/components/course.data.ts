import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ALERT_FACTS, type AlertFacts } from '../../content/alerts.ts';
import { labPages } from '../../content/menu.ts';
import { readPages } from '../../content/pages.ts';
import { ROOT } from '../../content/repository.ts';

export interface Lesson {
  readonly module: string;
  readonly title: string;
  readonly address: string;
  readonly number: number;
  readonly minutes: number;
}

export interface LabSummary {
  /** Folder of the lab: `01-deploy-the-stack`. */
  readonly id: string;
  /** As typed: `./lab start 01`. */
  readonly number: string;
  readonly title: string;
  readonly address: string;
}

export interface CourseData {
  readonly lessons: readonly Lesson[];
  readonly labs: readonly LabSummary[];
  readonly runbooks: readonly AlertFacts[];
}

declare const data: CourseData;

export { data };

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

export default {
  watch: [`${ROOT}/docs/lessons/**/*.md`, `${ROOT}/labs/*/README.md`, `${ROOT}/docs/runbooks/*.md`],
  load: (): CourseData => ({
    lessons: readPages('docs/lessons/*/*.md').map(({ file, title, address, frontmatter }) => ({
      module: file.split('/')[2] ?? '',
      title,
      address,
      number: numberOf(frontmatter.lesson),
      minutes: numberOf(frontmatter.reading_minutes),
    })),
    labs: labPages().map(({ file, title, address }) => {
      const id = file.split('/')[1] ?? '';
      return { id, number: id.split('-')[0] ?? id, title, address };
    }),
    runbooks: ALERT_FACTS.filter(({ name }) => existsSync(join(ROOT, `docs/runbooks/${name}.md`))),
  }),
};
