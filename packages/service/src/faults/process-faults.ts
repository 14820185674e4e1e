import Type from 'typebox';
import { every } from './every.ts';
import { type FaultKind, faultKind } from './fault-kind.ts';

const MEBIBYTE = 1024 * 1024;
const GROWTH_STEP_MS = 200;
/** `EX_SOFTWARE` of sysexits: not one of ours, so that a log shows where it came from. */
const CRASH_EXIT_CODE = 70;

/** What can go wrong with any process: it computes instead of listening, grows, dies, or writes what it must not. */
export const PROCESS_FAULTS: readonly FaultKind[] = [
  faultKind({
    name: 'blocked_event_loop',
    description: 'Synchronous work holds the event loop up',
    settings: {
      milliseconds: Type.Integer({
        default: 400,
        minimum: 1,
        maximum: 5000,
        description: 'length of a block',
      }),
      every_ms: Type.Integer({ default: 1000, minimum: 10, maximum: 60_000 }),
    },
    start: ({ milliseconds, every_ms }) =>
      every(every_ms, () => {
        const until = performance.now() + milliseconds;
        while (performance.now() < until);
      }),
  }),
  faultKind({
    name: 'memory_growth',
    description: 'Memory is kept that nobody needs',
    settings: {
      mebibytes_per_second: Type.Number({ default: 10, exclusiveMinimum: 0, maximum: 200 }),
      limit_mebibytes: Type.Integer({ default: 300, minimum: 1, maximum: 2000 }),
    },
    start({ mebibytes_per_second, limit_mebibytes }) {
      const kept: Buffer[] = [];
      const step = Math.ceil((mebibytes_per_second * MEBIBYTE * GROWTH_STEP_MS) / 1000);
      let bytes = 0;
      const stop = every(GROWTH_STEP_MS, () => {
        if (bytes >= limit_mebibytes * MEBIBYTE) return;
        kept.push(Buffer.alloc(step, 1)); // written to, or the kernel would not give the pages
        bytes += step;
      });
      return () => {
        stop();
        kept.length = 0;
      };
    },
  }),
  faultKind({
    name: 'crash',
    description: 'The process ends without a word',
    settings: {
      after_ms: Type.Integer({
        default: 100,
        minimum: 0,
        maximum: 60_000,
        description: 'time for the answer to leave',
      }),
    },
    start({ after_ms }) {
      const timer = setTimeout(() => process.exit(CRASH_EXIT_CODE), after_ms);
      return () => clearTimeout(timer);
    },
  }),
  faultKind({
    name: 'leaked_personal_data',
    description: 'Lines with an e-mail address leave the process past the logger and its filter',
    settings: { every_ms: Type.Integer({ default: 200, minimum: 10, maximum: 60_000 }) },
    start: ({ every_ms }) =>
      every(every_ms, () => {
        process.stdout.write(
          `${JSON.stringify({
            timestamp: new Date().toISOString(),
            level: 'info',
            message: 'customer contacted',
            event_type: 'customer_contacted',
            contact: 'jane.doe@example.com',
          })}\n`,
        );
      }),
  }),
  faultKind({
    name: 'unstructured_output',
    description: 'Text that is no log line is written to standard error',
    settings: { every_ms: Type.Integer({ default: 200, minimum: 10, maximum: 60_000 }) },
    start: ({ every_ms }) => every(every_ms, () => process.stderr.write('Segmentation fault (injected)\n')),
  }),
];
