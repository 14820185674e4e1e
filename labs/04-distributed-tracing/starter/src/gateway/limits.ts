import type { Payment } from '../shared/payment.ts';
import { type Weather, weather } from '../shared/weather.ts';

/** Looks whether the customer may spend this much today. In this lab everybody may. */
export async function checkLimits(_payment: Payment, conditions: Weather): Promise<void> {
  await weather('check_limits', conditions);
}
