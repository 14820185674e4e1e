import { found, type Task } from '@lab/course/lab';
import { outlierOf } from './outlier.ts';

export const slowestIssuer: Task = {
  id: 'slowest-issuer',
  title: 'Find the bank behind the slowest payment',
  needs: ['exemplars'],
  question: {
    text: 'Which issuer was asked in the slowest payment of channel partner since task 6 passed?',
    form: 'the name of an issuer: bank-…',
  },
  hints: [
    'No label knows the issuer, and none should. Which of your metrics knows a single payment?',
    'In your Prometheus, draw the histogram with exemplars switched on, or ask /api/v1/query_exemplars. Take the highest value and open its trace_id where traces are kept.',
    'The span ask_issuer in that trace has an attribute issuer.name.',
  ],
  async check(lab) {
    const { issuer, traceId } = outlierOf(lab);
    const answer = lab.answer('slowest-issuer');
    const known = (await lab.engines.traces.trace(traceId)) !== undefined;
    const forgotten = known
      ? ''
      : ', but the store has forgotten the payment: ./lab check 2 exemplars sends it again';
    return found(answer === issuer, {
      expected: 'the issuer.name of the span ask_issuer in the slowest trace',
      seen: `${answer}${forgotten}`,
      lookAt: `exemplars of fraud_score_duration_seconds_bucket{channel="partner"} in ${lab.workbench.prometheus}`,
    });
  },
};
