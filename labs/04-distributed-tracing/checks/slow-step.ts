import { fails, found, type Task } from '@lab/course/lab';
import { complaintOf } from './complaint.ts';

const TOLERANCE = 0.15;

export const slowStep: Task = {
  id: 'slow-step',
  title: 'Say which step was slow',
  needs: ['propagation'],
  question: {
    text: 'In that payment, which span was slow by itself, not because it waited for another, and how long was it?',
    form: 'the name of the span and its milliseconds, within 15 %: some_step 250',
  },
  hints: [
    'In the trace, begin at the top and go down into the child that its parent waited for longest. Where do you arrive?',
    'A server span and a client span wait for what is below them. The slow one has no child that explains its length.',
    'It is one of the spans that you have written yourself: check_limits, look_up_merchant, ask_model, decide.',
  ],
  async check(lab) {
    const { step, milliseconds, traceId } = complaintOf(lab);
    const [, name, given] = /^(\S.*?)\s+(\d+(?:\.\d+)?)(?:\s*ms)?$/.exec(lab.answer('slow-step') ?? '') ?? [];
    const looked = {
      expected: 'the name of a span and its milliseconds, as some_step 250',
      seen: lab.answer('slow-step') ?? '',
      lookAt: 'the trace of task 4',
    };
    if (name === undefined) return fails(looked);
    const span = (await lab.engines.traces.trace(traceId))?.find((stored) => stored.name === step);
    const real = span?.durationMs ?? milliseconds;
    return found(name === step && Math.abs(Number(given) - real) <= real * TOLERANCE, {
      ...looked,
      expected: 'the span that was slow by itself, and how long it was',
      seen: name === step ? `${name} is right, ${given} ms is not` : `${name}: it was not slow by itself`,
    });
  },
};
