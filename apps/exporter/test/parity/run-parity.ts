import { readFileSync } from 'node:fs';
import type { Child } from './child.ts';
import { type Answer, compareAnswers } from './compare-answers.ts';
import { type Comparison, compareRounds, type Round, seenAgain } from './compare-exposition.ts';
import { QUESTIONS, type Question, questionsOf } from './dashboard-questions.ts';
import { findEngines } from './engines.ts';
import { scrape, startOurs, startTheirs } from './exporters.ts';
import { withLoad } from './load.ts';
import { startPrometheus } from './prometheus.ts';

const ROUNDS = 20;
/** A difference that comes back at each look is ours; one that does not was the machine's, which had changed meanwhile. */
const LOOKS = 3;

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
    return { exposition: await compareExpositions(theirs, ours), answers: await answers };
  });
}

async function compareExpositions(theirs: Child, ours: Child): Promise<Comparison> {
  let comparison = compareRounds(await scrapeInTurn(theirs, ours));
  for (let look = 2; look <= LOOKS && comparison.differences.length > 0; look += 1)
    comparison = seenAgain(comparison, compareRounds(await scrapeInTurn(theirs, ours)));
  return comparison;
}

async function scrapeInTurn(theirs: Child, ours: Child): Promise<Round[]> {
  const rounds: Round[] = [];
  while (rounds.length < ROUNDS)
    rounds.push({ before: await scrape(theirs), ours: await scrape(ours), after: await scrape(theirs) });
  return rounds;
}

function askedQuestions(): readonly Question[] {
  const dashboard = process.env.DASHBOARD_1860;
  return dashboard === undefined
    ? QUESTIONS
    : [...QUESTIONS, ...questionsOf(readFileSync(dashboard, 'utf8'))];
}
