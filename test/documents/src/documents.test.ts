/** What the documents say, as far as it can be held against the repository alone. */
import { describe, expect, test } from 'vitest';
import {
  cliUsage,
  commandsExist,
  documents,
  fencesAreSound,
  isRun,
  linksResolve,
  metricsExist,
  portsAreOfTheLab,
  problemLine,
} from './index.ts';

const pages = documents();
const usage = await cliUsage();

describe('documents', () => {
  test('when they are gathered - then there are pages of every kind, and commands among them that are executed', () => {
    for (const folder of ['README.md', 'docs/runbooks/', 'docs/adr/', 'packages/', 'infra/'])
      expect(pages.filter(({ path }) => path.startsWith(folder))).not.toEqual([]);
    const shell = pages.flatMap(({ fences }) => fences).filter(({ language }) => language === 'sh');
    expect(shell.filter((fence) => isRun(fence))).not.toEqual([]);
  });

  test.each([
    ['fences say what they are', fencesAreSound],
    ['links resolve', linksResolve],
    ['metrics of ours exist', metricsExist],
    ['ports are of the lab', portsAreOfTheLab],
    ['./lab has the commands and options', commandsExist(usage)],
  ] as const)('%s - when all pages are read - then nothing is wrong', (_what, check) => {
    expect(pages.flatMap(check).map(problemLine)).toEqual([]);
  });
});
