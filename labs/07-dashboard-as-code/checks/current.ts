import { randomBytes } from 'node:crypto';
import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { type Board, built, panelsOf } from './board.ts';

const SCRIPT = 'src/generate.ts';
const FILE = 'ml-monitoring.json';
const OWN = 'dashboards';
const FRESH = '.check/fresh';
const OUTDATED = '.check/outdated';

const fileIn = (folder: string): string => `${folder}/${FILE}`;

async function run(
  lab: CheckContext,
  ...args: readonly string[]
): Promise<{ exitCode: number; told: string }> {
  const { exitCode, output } = await lab.runScript(SCRIPT, ...args);
  return {
    exitCode,
    told: `node ${SCRIPT} ${args.join(' ')} ended with ${exitCode}: ${output.trim().slice(0, 300) || 'no output'}`,
  };
}

/** What is written is what the code builds. */
async function writes(lab: CheckContext, board: Board): Promise<Finding> {
  const { exitCode, told } = await run(lab, FRESH);
  const looked = {
    expected: `node ${SCRIPT} <folder> to write ${FILE} there, as the code builds it`,
    lookAt: SCRIPT,
  };
  if (exitCode !== 0 || !(await lab.files.exists(fileIn(FRESH))))
    return found(false, { ...looked, seen: told });
  const written = JSON.parse(await lab.files.read(fileIn(FRESH))) as Board;
  return found(JSON.stringify(written) === JSON.stringify(board), {
    ...looked,
    seen: `a file with ${panelsOf(written).length} panels`,
  });
}

async function accepts(lab: CheckContext, folder: string): Promise<Finding> {
  const { exitCode, told } = await run(lab, '--check', folder);
  return found(exitCode === 0, {
    expected: `node ${SCRIPT} --check ${folder} to find nothing wrong with a file that is what the code says`,
    seen: told,
    lookAt: fileIn(folder),
  });
}

/** A file that is another than the code says is refused, and left as it is. */
async function refuses(lab: CheckContext): Promise<Finding> {
  const fresh = JSON.parse(await lab.files.read(fileIn(FRESH))) as Board;
  const outdated = `${JSON.stringify({ ...fresh, title: `${fresh.title}, as it was` }, undefined, 2)}\n`;
  await lab.files.write(fileIn(OUTDATED), outdated);
  const { exitCode, told } = await run(lab, '--check', OUTDATED);
  const isLeft = (await lab.files.read(fileIn(OUTDATED))) === outdated;
  return found(exitCode !== 0 && isLeft, {
    expected: `node ${SCRIPT} --check ${OUTDATED}, whose file has another title, to fail and to change nothing`,
    seen: isLeft ? told : 'it has written over the file',
    lookAt: fileIn(OUTDATED),
  });
}

/** Each look has a folder of its own: one in which a file was written by mistake is no longer without one. */
async function missesFile(lab: CheckContext): Promise<Finding> {
  const folder = `.check/empty-${randomBytes(4).toString('hex')}`;
  const { exitCode, told } = await run(lab, '--check', folder);
  const isEmpty = !(await lab.files.exists(fileIn(folder)));
  return found(exitCode !== 0 && isEmpty, {
    expected: `node ${SCRIPT} --check <folder> to fail where there is no file, and to write none`,
    seen: isEmpty ? told : 'it has written one',
    lookAt: SCRIPT,
  });
}

/** The learner's own file, held against what his code builds rather than against what his check says. */
async function ownIsCurrent(lab: CheckContext, board: Board): Promise<Finding> {
  const looked = {
    expected: `${fileIn(OWN)} to be what the code says`,
    lookAt: `./lab tool node ${SCRIPT}`,
  };
  if (!(await lab.files.exists(fileIn(OWN))))
    return found(false, { ...looked, seen: 'there is no such file' });
  const isCurrent = JSON.stringify(JSON.parse(await lab.files.read(fileIn(OWN)))) === JSON.stringify(board);
  return found(isCurrent, { ...looked, seen: isCurrent ? 'it is' : 'it is another dashboard' });
}

export const current: Task = {
  id: 'current',
  title: 'Notice that the file is old',
  deadlineSeconds: 30,
  hints: [
    'src/generate.ts reads --check already, and does nothing with it. A program that fails says so with its exit code.',
    'With --check: read the file if there is one, compare it with the text that would be written, and set process.exitCode where they differ. Without: write, and run it once for your own folder.',
    "const text = …; if (!values.check) write; else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) { process.stderr.write(…); process.exitCode = 1; }. Then: ./lab tool node src/generate.ts.",
  ],
  async check(lab) {
    const { board } = await built(lab);
    return firstFailure(
      () => writes(lab, board),
      () => accepts(lab, FRESH),
      () => refuses(lab),
      () => missesFile(lab),
      () => ownIsCurrent(lab, board),
      () => accepts(lab, OWN),
    );
  },
};
