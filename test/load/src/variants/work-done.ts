import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { scrape, sumOfSamples } from '../metrics-text.ts';
import type { Variant } from './variant.ts';

/** What a variant says of its own work; the three must agree, or it was fast because it left something out. */
export interface WorkDone {
  /** Answers that the generators counted. */
  readonly answered: number;
  /** The service's counter of predictions. */
  readonly counted: number;
  readonly logLines: number;
  /** What the Collector received of it. */
  readonly spans: number;
}

/** Every variant writes this into the line of a prediction, and into no other. */
const PREDICTION_LINE = /"event_type": ?"model_prediction"/;

export async function countedPredictions(metricsUrl: string): Promise<number> {
  return sumOfSamples(await scrape(metricsUrl), 'ml_predictions_total', { status: 'success' });
}

export async function countPredictionLines(observed: NonNullable<Variant['observed']>): Promise<number> {
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(observed.logFile) }))
    if (PREDICTION_LINE.test(line)) lines += 1;
  return lines;
}

/**
 * What does not add up, in words.
 * @param inFlight requests that a generator may have left unanswered when its time was over; the service served them
 */
export function missingWork({ answered, counted, logLines, spans }: WorkDone, inFlight: number): string[] {
  const problems: string[] = [];
  if (counted < answered || counted > answered + inFlight)
    problems.push(
      `it counted ${counted} predictions, ${answered} were answered (and up to ${inFlight} left)`,
    );
  if (logLines !== counted) problems.push(`it wrote ${logLines} lines for ${counted} predictions`);
  if (spans < counted) problems.push(`the Collector received ${spans} spans for ${counted} predictions`);
  return problems;
}
