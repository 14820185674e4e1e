import { withSpan } from '@lab/instrumentation';
import type { Payment } from '../shared/payment.ts';
import { type Weather, weather } from '../shared/weather.ts';

/** Looks whether the customer may spend this much today. In this lab everybody may. */
export function checkLimits({ merchant }: Payment, conditions: Weather): Promise<void> {
  return withSpan('check_limits', { 'payment.merchant': merchant }, () =>
    weather('check_limits', conditions),
  );
}
