import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, labId } from '@lab/course/lab';
import { implausible, inOrder, parseMeasured } from '@lab/course/lab/runner';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LABS } from './index.ts';

const HERE = import.meta.dirname;
const LESSONS = join(HERE, '../docs/lessons');

test('the labs - when they are listed - then every folder is among them, once', () => {
  const folders = readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(HERE, entry.name, 'lab.ts')))
    .map(({ name }) => name);
  expect(LABS.map(labId).sort()).toEqual(folders.sort());
});

test('the labs - when they are listed - then in the order of their numbers, and what has none comes last', () => {
  const numbers = LABS.map(({ number }) => (number === 0 ? Number.POSITIVE_INFINITY : number));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

const measured = parseMeasured(readFileSync(join(HERE, 'measured.json'), 'utf8'));

test('what was measured - when it is read - then it is of labs that there are', () => {
  const ids = LABS.map(labId);
  expect(Object.keys(measured).filter((id) => !ids.includes(id))).toEqual([]);
});

describe.for<Lab>([...LABS])('$title', (lab) => {
  const folder = join(HERE, labId(lab));
  const text = readFileSync(join(folder, 'README.md'), 'utf8');

  test('its text - when it names tasks - then these, in this order, under these titles', () => {
    const headings = [...text.matchAll(/^### (Task \d+: .+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(lab.tasks.map(({ title }, index) => `Task ${index + 1}: ${title}`));
  });

  test('its text - when it states title and time - then those of the lab', () => {
    const [, frontmatter = ''] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
    expect(parse(frontmatter)).toMatchObject({ title: lab.title, minutes: lab.minutes });
    expect(text).toContain(lab.number === 0 ? `# ${lab.title}` : `# Lab ${lab.number}: ${lab.title}`);
  });

  test('its text - when it ends - then with symptoms, with what was learnt, and with production', () => {
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(sections).toEqual(
      expect.arrayContaining(['If it does not work', 'What you have learnt', 'In production']),
    );
  });

  test('its tasks - when they are counted - then ids are unique, needs are tasks, and two ask for a value', () => {
    const ids = lab.tasks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]*$/.test(id))).toEqual([]);
    // Throws for a need that is no task, and for tasks that need each other.
    expect(inOrder(lab.tasks)).toHaveLength(ids.length);
    if (lab.finishedBy !== undefined) expect(ids).toContain(lab.finishedBy);
    expect(lab.tasks.filter(({ question }) => question !== undefined).length).toBeGreaterThanOrEqual(2);
  });

  test.for(lab.tasks)(
    'the hints of $id - when all are read - then there are three, and no two alike',
    ({ hints }) => {
      const texts = hints.map((hint) => hint.trim());
      expect(texts.filter((hint) => hint.length < 20)).toEqual([]);
      expect(new Set(texts).size).toBe(3);
    },
  );

  test('its time - when a person does it - then 45 to 120 minutes', () => {
    expect(lab.minutes).toBeGreaterThanOrEqual(45);
    expect(lab.minutes).toBeLessThanOrEqual(lab.number === 0 ? 480 : 120);
  });

  const seen = measured[labId(lab)];
  test.skipIf(seen === undefined)('what was measured of it - when it is compared - then it can be', () => {
    if (seen === undefined) return;
    const hasWorkbench = lab.workbench !== undefined;
    expect(implausible(seen, { minutes: lab.minutes, hasWorkbench })).toEqual([]);
  });

  test('its lessons - when they are followed - then they exist', () => {
    expect(lab.lessons.length).toBeGreaterThan(0);
    expect(lab.lessons.filter((lesson) => !existsSync(join(LESSONS, lesson)))).toEqual([]);
  });

  test('its lessons - when they are read to the end - then each links to the lab', () => {
    const link = `labs/${labId(lab)}/README.md`;
    const without = lab.lessons.filter(
      (lesson) => !readFileSync(join(LESSONS, lesson), 'utf8').includes(link),
    );
    expect(without).toEqual([]);
  });

  test('its workbench - when it starts - then every file that it reads is in the starter', () => {
    const { services = [], prometheus, alertmanager, collector } = lab.workbench ?? {};
    const files = [...services.map(({ entry }) => entry), prometheus, alertmanager, collector];
    const missing = files.filter((file) => file !== undefined && !existsSync(join(folder, 'starter', file)));
    expect(missing).toEqual([]);
  });

  test('its solution - when the lab has files to write - then it is there, and each wrong way says what must fail', () => {
    expect(existsSync(join(folder, 'solution')) || lab.solve !== undefined).toBe(true);
    const wrong = join(folder, 'wrong');
    for (const name of existsSync(wrong) ? readdirSync(wrong) : []) {
      const { fails } = JSON.parse(readFileSync(join(wrong, name, 'expect.json'), 'utf8')) as {
        fails: string[];
      };
      const ids = lab.tasks.map(({ id }) => id);
      expect([name, fails.length > 0, fails.filter((id) => !ids.includes(id))]).toEqual([name, true, []]);
    }
  });
});
