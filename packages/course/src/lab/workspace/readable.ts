/**
 * What the lab writes into a learner's folder can be read by everybody, whatever their umask: with Docker the engines of the
 * workbench, and its tools, are other users. A file that is there keeps its mode: who has closed one had a reason.
 */
import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const FOLDER = 0o755;
const FILE = 0o644;

export async function makeReadableFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await chmod(made, FOLDER);
}

export async function writeReadable(path: string, content: string | Buffer): Promise<void> {
  await makeReadableFolder(dirname(path));
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  await writeFile(path, content);
  if (!isThere) await chmod(path, FILE);
}
