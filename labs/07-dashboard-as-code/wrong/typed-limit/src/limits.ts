import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { SloSpec } from '@lab/slo';
import { steps } from './house-style.ts';

/** The limits of today, typed: right until somebody changes an objective. */
export const limitOf = (_slos: readonly SloSpec[], name: string): cog.Builder<dashboard.ThresholdsConfig> =>
  name === 'accuracy'
    ? steps({ from: null, color: 'red' }, { from: 0.85, color: 'green' })
    : steps({ from: null, color: 'green' }, { from: 0.7, color: 'red' });
