import { messageOf } from '../errors.ts';
import { NotApplicable, type Step, type StepResult, type Walk } from './step.ts';
import { backToTrace } from './steps/back-to-trace.ts';
import { datasourceLinks } from './steps/datasource-links.ts';
import { exemplar } from './steps/exemplar.ts';
import { heartbeat } from './steps/heartbeat.ts';
import { logs } from './steps/logs.ts';
import { redSeries } from './steps/red-series.ts';
import { rules } from './steps/rules.ts';
import { serviceGraph } from './steps/service-graph.ts';
import { spanMetrics } from './steps/span-metrics.ts';
import { targetsUp } from './steps/targets-up.ts';
import { trace } from './steps/trace.ts';
import { watchdog } from './steps/watchdog.ts';

/** In the order in which a person would look: from the metric to its trace to its lines, and around. */
export const STEPS: readonly Step[] = [
  targetsUp,
  redSeries,
  exemplar,
  trace,
  logs,
  backToTrace,
  spanMetrics,
  serviceGraph,
  rules,
  watchdog,
  heartbeat,
  datasourceLinks,
];

/** Takes every step, also after one has failed: the first failure is seldom the only thing to know. */
export async function* walkThrough(walk: Walk, steps: readonly Step[] = STEPS): AsyncGenerator<StepResult> {
  for (const step of steps) {
    const started = performance.now();
    const result = await step.run(walk).then(
      (seen) => ({ outcome: 'passed', seen }) as const,
      (error: unknown) =>
        ({ outcome: error instanceof NotApplicable ? 'skipped' : 'failed', seen: messageOf(error) }) as const,
    );
    yield { name: step.name, ...result, durationMs: Math.round(performance.now() - started) };
  }
}
