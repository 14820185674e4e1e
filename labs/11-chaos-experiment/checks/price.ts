import { fails, found, type Task } from '@lab/course/lab';
import { CARD_FILE, cardOf, priceOf } from './card.ts';

const TOLERANCE = 0.03;

export const price: Task = {
  id: 'price',
  title: 'Price it before you run it',
  question: {
    text: `How many percent of the error budget would the experiment of ${CARD_FILE} cost in the worst case, and does the policy allow it?`,
    form: 'percent to 3 % of its value, and yes or no: 4.6 no',
  },
  hints: [
    'A budget is the failures that the objective leaves, over the whole period. The experiment costs failures too. Both grow with the traffic.',
    'Failures: rate × seconds × share reached. Budget: rate × seconds of the period × (1 − objective). The rate is in both.',
    'share × minutes / (30 × 24 × 60 × (1 − objective)) × 100, and yes where that is not above what the policy says.',
  ],
  async check({ answer, draws }) {
    const card = cardOf(draws);
    const real = priceOf(card);
    const given = answer(price.id) ?? '';
    const [, percent, verdict] = /^([\d.]+)\s*%?[\s,;]+(yes|no)$/i.exec(given) ?? [];
    const looked = {
      expected: 'percent of the budget, and whether the policy allows it, as 4.6 no',
      seen: given,
      lookAt: CARD_FILE,
    };
    if (percent === undefined) return fails(looked);
    const isPriced = Math.abs(Number(percent) - real) <= real * TOLERANCE;
    const isJudged = (verdict?.toLowerCase() === 'yes') === real <= card.allowed;
    return found(isPriced && isJudged, {
      ...looked,
      seen: isPriced ? `${percent} % is right, ${verdict} is not` : `${percent} % is not what it costs`,
    });
  },
};
