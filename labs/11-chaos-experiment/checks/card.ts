import type { Draws, LabContext } from '@lab/course/lab';

export const CARD_FILE = 'card.md';
const DAYS = 30;

/** What is agreed about another experiment than yours, drawn for this learner. */
interface Card {
  /** Requests per second. */
  readonly rate: number;
  /** Share of the customers whom the fault can reach. */
  readonly reached: number;
  /** Until somebody notices, where every safeguard fails. */
  readonly minutes: number;
  readonly objective: number;
  /** Percent of the period's budget that an experiment may cost. */
  readonly allowed: number;
}

export const cardOf = (draws: Draws): Card => ({
  rate: draws.integer('rate', 30, 90),
  reached: draws.integer('reached', 4, 30) / 100,
  minutes: draws.integer('minutes', 4, 15),
  objective: draws.pick('objective', [0.999, 0.9985, 0.998]),
  allowed: draws.integer('allowed', 15, 40) / 10,
});

/** In percent of the period's error budget, were it all to fail: the rate of requests does not matter. */
export const priceOf = ({ reached, minutes, objective }: Card): number =>
  ((reached * minutes) / (DAYS * 24 * 60 * (1 - objective))) * 100;

export async function writeCard({ files, draws }: Pick<LabContext, 'files' | 'draws'>): Promise<void> {
  const { rate, reached, minutes, objective, allowed } = cardOf(draws);
  await files.write(
    CARD_FILE,
    `# An experiment that a colleague wants to run in production

| | |
| --- | --- |
| traffic | ${rate} requests a second, day and night |
| blast radius | ${Math.round(reached * 100)} % of the customers, chosen by their id |
| worst case | all their requests fail, and nobody notices for ${minutes} minutes |
| objective | ${Number((objective * 100).toPrecision(4))} % of all requests are answered, over ${DAYS} days |
| policy | an experiment may cost ${allowed} % of the error budget at most |
`,
  );
}
