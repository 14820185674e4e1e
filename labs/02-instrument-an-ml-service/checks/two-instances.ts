import type { LabContext } from '@lab/course/lab';
import { type Answered, mustAnswer, type Payment, repeated, sendAll } from './requests.ts';

const AT_ONCE = 4;

/** A wave over both instances: the first answers at once, of the second's payments a few wait long. */
interface Wave {
  readonly each: number;
  readonly slow: number;
  readonly slowMs: number;
}

/** One payment in ten of both together is slow: the 95th percentile is a slow one. */
export const waveOf = ({ draws }: Pick<LabContext, 'draws'>): Wave => ({
  each: 20,
  slow: 4,
  slowMs: draws.integer('wave milliseconds', 850, 1600),
});

export async function sendWave({ draws, workbench }: LabContext): Promise<Wave> {
  const wave = waveOf({ draws });
  const quick: Payment = { channel: 'batch' };
  mustAnswer(
    (
      await Promise.all([
        inTurn(workbench.service, repeated(wave.each, quick)),
        inTurn(workbench.secondService, [
          ...repeated(wave.slow, { ...quick, delayMs: wave.slowMs }),
          ...repeated(wave.each - wave.slow, quick),
        ]),
      ])
    ).flat(),
    200,
  );
  return wave;
}

/** A few at a time: forty at once would wait for each other, and what is measured is the issuer. */
async function inTurn(service: string, payments: readonly Payment[]): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let at = 0; at < payments.length; at += AT_ONCE)
    answers.push(...(await sendAll(service, payments.slice(at, at + AT_ONCE))));
  return answers;
}

/** The 95th percentile of both instances together, by the only metric of the two that can tell it. */
export const MERGED =
  'histogram_quantile(0.95, sum by (le) (increase(fraud_score_duration_seconds_bucket{channel="batch"}[1h])))';
