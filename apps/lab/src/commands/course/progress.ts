import { readFileSync, writeFileSync } from 'node:fs';
import { labId } from '@lab/course/lab';
import { newSigningKey, signerOf, signReport, verifyReport } from '@lab/course/lab/runner';
import { allLabs } from '../../course/lab-named.ts';
import { privateFile } from '../../course/private-file.ts';
import { readProgress } from '../../course/progress-store.ts';
import { commandName, stateOf, tally } from '../../course/render.ts';
import { courseState } from '../../course/state.ts';
import { LabError, messageOf } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import type { CommandContext } from '../../main.ts';
import { table } from '../../output.ts';
import { allQuizResults } from '../../quiz/attempt-store.ts';

export interface ProgressOptions {
  /** Where to write a signed report. */
  readonly report?: string;
  /** A report to verify. */
  readonly verify?: string;
}

/** What the learner has done; as a signed report, or the signature of one. */
export async function progress(context: CommandContext, options: ProgressOptions): Promise<number> {
  const { settings, output } = context;
  if (options.verify !== undefined) return verified(context, options.verify);
  const labs = await allLabs();
  const state = courseState(settings);
  const { labs: done } = readProgress(state);
  const rows = labs.map((lab) => {
    const found = done[labId(lab)];
    const hints = Object.values(found?.tasks ?? {}).reduce((sum, task) => sum + task.hints, 0);
    return [commandName(lab), lab.title, tally(lab, found), String(hints), stateOf(found)];
  });
  const report = {
    made_at: new Date().toISOString(),
    labs: labs.map((lab) => ({
      id: labId(lab),
      title: lab.title,
      tasks_in_all: lab.tasks.length,
      progress: done[labId(lab)] ?? null,
    })),
    quizzes: allQuizResults(state),
  };
  output.line(table(['lab', 'title', 'tasks', 'hints', ''], rows));
  if (options.report !== undefined) {
    const key = privateFile(state.signingKeyFile, newSigningKey);
    const signed = signReport(report, key);
    writeFileSync(options.report, `${JSON.stringify(signed, null, 2)}\n`);
    output.line(`\nSigned report: ${options.report}, by ${signerOf(signed)}.`);
    output.line(`Anybody can verify it: ./lab progress --verify ${options.report}`);
  }
  output.data(report);
  return EXIT.ok;
}

function verified({ output }: CommandContext, file: string): number {
  const text = reportText(file);
  try {
    const { report, signer } = verifyReport(parsed(text));
    output.line(`The signature fits: nobody has changed this report since ${signer} signed it.`);
    output.line('Whoever knows the learner knows these digits: they are in each of their reports.');
    output.line(JSON.stringify(report, null, 2));
    output.data({ genuine: true, signer, report });
    return EXIT.ok;
  } catch (error) {
    throw new LabError(
      'REPORT_NOT_GENUINE',
      messageOf(error),
      'ask for the report as it was written',
      EXIT.failed,
    );
  }
}

function reportText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new LabError(
      'NO_SUCH_REPORT',
      messageOf(error),
      './lab progress --report <file> writes one',
      EXIT.usage,
    );
  }
}

/** What is no JSON is no report either, and is said in the same words. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
