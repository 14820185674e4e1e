import { readFileSync } from 'node:fs';
import { type Answer, compareAnswers } from './compare-answers.ts';
import { type Comparison, compareRounds, type Round } from './compare-exposition.ts';
import { QUESTIONS, type Question, questionsOf } from './dashboard-questions.ts';
import { findEngines } from './engines.ts';
import { scrape, startOurs, startTheirs } from './exporters.ts';
import { withLoad } from './load.ts';
import { startPrometheus } from './prometheus.ts';

const ROUNDS = 20;

export interface Parity {
  readonly exposition: Comparison;
  readonly answers: readonly Answer[];
}

/** Runs node_exporter and this exporter side by side on this machine, under some load, and compares what they say. */
export async function runParity(): Promise<Parity> {
  const engines = await findEngines();
  await using theirs = await startTheirs(engines.nodeExporter);
  await using ours = await startOurs();
  // `return await`: the exporters end with this block, and not before the work is done.
  return await withLoad(async () => {
    await using prometheus = await startPrometheus(engines.prometheus, { theirs, ours });
    const answers = compareAnswers(prometheus, askedQuestions());
    const rounds: Round[] = [];
    while (rounds.length < ROUNDS)
      rounds.push({ before: await scrape(theirs), ours: await scrape(ours), after: await scrape(theirs) });
    return { exposition: compareRounds(rounds), answers: await answers };
  });
}

function askedQuestions(): readonly Question[] {
  const dashboard = process.env.DASHBOARD_1860;
  return dashboard === undefined
    ? QUESTIONS
    : [...QUESTIONS, ...questionsOf(readFileSync(dashboard, 'utf8'))];
}
