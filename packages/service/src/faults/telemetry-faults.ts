import { serviceFaultLabel, serviceFaultSeries } from '@lab/catalogue';
import type { Telemetry } from '@lab/instrumentation';
import Type from 'typebox';
import { every } from './every.ts';
import { type FaultKind, faultKind } from './fault-kind.ts';

/** With 120 lines of this length in one turn, more waits than the logger keeps (16 Mi characters). */
const BURST_LINES = 120;
const BURST_LINE_CHARACTERS = 200_000;

/** What a service can do to those who watch it: too many series, labels without bound, more lines than can be written. */
export function telemetryFaults({ metrics, logger }: Telemetry): readonly FaultKind[] {
  const series = metrics.gauge(serviceFaultSeries);
  const label = metrics.gauge(serviceFaultLabel);
  return [
    faultKind({
      name: 'series_explosion',
      description: 'Thousands of series that nobody asked for',
      settings: { series: Type.Integer({ default: 5000, minimum: 1, maximum: 30_000 }) },
      start({ series: count }) {
        for (let index = 0; index < count; index += 1) series.set({ index: String(index) }, 1);
        return () => series.remove({});
      },
    }),
    faultKind({
      name: 'unbounded_label',
      description: 'A label gets a value for each request',
      settings: { every_ms: Type.Integer({ default: 100, minimum: 10, maximum: 60_000 }) },
      start({ every_ms }) {
        let requests = 0;
        return every(every_ms, () => {
          requests += 1;
          label.set({ value: `request-${requests}` }, 1);
        });
      },
    }),
    faultKind({
      name: 'log_burst',
      description: 'More lines in one moment than can be written',
      settings: {},
      start() {
        const filler = 'x'.repeat(BURST_LINE_CHARACTERS);
        for (let line = 0; line < BURST_LINES; line += 1) {
          logger.info({ event_type: 'log_burst', filler }, 'too much at once');
        }
        return () => {};
      },
    }),
  ];
}
