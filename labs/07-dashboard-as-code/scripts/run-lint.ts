/** Lets the learner's linter look at the dashboards of a file. Prints what it says of each as one line of JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Module {
  readonly problemsOf: (board: unknown) => readonly string[];
}

const [, , file = ''] = process.argv;
const { problemsOf } = (await import(pathToFileURL(join(process.cwd(), 'src/lint.ts')).href)) as Module;
const boards = JSON.parse(readFileSync(file, 'utf8')) as readonly unknown[];
process.stdout.write(`\n${JSON.stringify(boards.map((board) => problemsOf(board)))}\n`);
