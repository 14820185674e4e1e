import type { Drift } from '@lab/model/world';
import type { ScenarioSettings } from './scenario-settings.ts';

/** The world's knobs for a drift scenario; an intensity of 1 is far enough for every detector to see it. */
export function driftKnobs({ kind, intensity }: ScenarioSettings<'drift'>): Drift {
  switch (kind) {
    case 'covariate':
      return {
        amountScale: 1 + 2 * intensity,
        hourShift: Math.round(8 * intensity),
        merchantMix: { gaming: 1 + 5 * intensity, gift_cards: 1 + 5 * intensity },
      };
    case 'prior':
      return { fraudRateMultiplier: 1 + 4 * intensity };
    case 'concept':
      return { concept: 'fraud-near-home' };
  }
}
