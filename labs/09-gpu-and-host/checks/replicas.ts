import { fails, firstFailure, found, settled, type Task } from '@lab/course/lab';
import { isNear, numbersIn } from '../../shared/numbers.ts';
import { answeredSeconds, costOfAPrediction } from './cost-of-a-prediction.ts';
import { centsPerThousand, PLAN_FILE, planOf, replicasFor } from './plan.ts';

const COST_TOLERANCE = 0.03;

export const replicas: Task = {
  id: 'replicas',
  title: 'Plan for the peak, and name the price',
  question: {
    text: `How many replicas does ${PLAN_FILE} need, with the milliseconds that you have answered under ${costOfAPrediction.id}, and what do 1000 predictions then cost on average?`,
    form: 'a whole number and cents with a comma between them, as 9, 0.031; the cents to 3 % of what follows from the number',
  },
  hints: [
    'Utilisation is the rate times the service time, which you have measured. What rate may one replica have?',
    'A core that may be in use for a share u of the time serves u divided by the seconds of one prediction. The peak divided by that, rounded up, and one more. They all cost money when nobody comes.',
    'replicas = ceil(peak × seconds / u) + 1. Cents for 1000 = 1000 × replicas × cents an hour / (average × 3600).',
  ],
  async check(lab) {
    const plan = planOf(lab.draws);
    const given = lab.answer(replicas.id);
    const [count = Number.NaN, cents] = numbersIn(given);
    const seconds = answeredSeconds(lab);
    const looked = {
      expected: 'the replicas that the peak needs with your milliseconds, and the price of 1000 predictions',
      lookAt: `${PLAN_FILE}, and ${costOfAPrediction.id} in answers.yaml`,
    };
    if (seconds === undefined)
      return settled(fails({ ...looked, seen: `no milliseconds under ${costOfAPrediction.id}` }));
    const verdict = await firstFailure(
      () => {
        const enough = count === replicasFor(plan, seconds);
        return found(enough, {
          ...looked,
          seen: `"${given}": ${enough ? 'as many replicas as are needed' : 'not as many replicas as are needed'}`,
        });
      },
      () => {
        const right = isNear(cents, centsPerThousand(plan, count), COST_TOLERANCE);
        return found(right, {
          ...looked,
          seen: `"${given}": the price ${right ? 'follows' : 'does not follow'} from ${count} replicas`,
        });
      },
    );
    return settled(verdict);
  },
};
