import { firstFailure, found, type Task } from '@lab/course/lab';
import { isNear, numbersIn } from '../../shared/numbers.ts';
import { CPU_TOLERANCE, surgeIsSeen } from './cost-of-a-prediction.ts';
import { centsPerThousand, PLAN_FILE, planOf, replicasFor } from './plan.ts';
import { measured } from './surge.ts';

const COST_TOLERANCE = 0.03;

export const replicas: Task = {
  id: 'replicas',
  title: 'Plan for the peak, and name the price',
  question: {
    text: `How many replicas does ${PLAN_FILE} need, and what do 1000 predictions then cost on average?`,
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
    const { secondsEach } = await measured(lab);
    const fewest = replicasFor(plan, secondsEach.least * (1 - CPU_TOLERANCE));
    const most = replicasFor(plan, secondsEach.most * (1 + CPU_TOLERANCE));
    const looked = {
      expected: 'the replicas that the peak needs by your measurement, and the price of 1000 predictions',
      lookAt: PLAN_FILE,
    };
    return firstFailure(
      () => surgeIsSeen(lab),
      () => {
        const enough = Number.isInteger(count) && count > 1 && count >= fewest && count <= most;
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
  },
};
