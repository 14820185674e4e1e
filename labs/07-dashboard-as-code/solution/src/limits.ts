import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { SloSpec } from '@lab/slo';
import { steps } from './house-style.ts';

/**
 * Red on the bad side of an objective's limit, green on the good one.
 * @throws Error for an objective that is not about a gauge: its events are good or bad by themselves
 */
export function limitOf(slos: readonly SloSpec[], name: string): cog.Builder<dashboard.ThresholdsConfig> {
  const sli = slos.find((slo) => slo.name === name)?.sli;
  if (sli?.kind !== 'gauge') throw new Error(`there is no objective ${name} about a gauge`);
  const { operator, threshold } = sli.good;
  const [below, above] = operator.startsWith('>') ? (['red', 'green'] as const) : (['green', 'red'] as const);
  return steps({ from: null, color: below }, { from: threshold, color: above });
}
