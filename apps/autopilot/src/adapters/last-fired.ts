import type { Prometheus } from './prometheus.ts';

/** Into how many steps the time is cut: of four hours one in half a minute is looked at. */
const LOOKS = 500;

/**
 * When one of these alerts was last seen firing.
 * @param alerts names
 * @param since milliseconds since the epoch; what ended before is not asked for
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch; undefined where none has fired
 * @throws Error where Prometheus cannot be asked
 */
export async function lastFired(
  prometheus: Prometheus,
  alerts: readonly string[],
  since: number,
  now: number,
): Promise<number | undefined> {
  if (alerts.length === 0) return undefined;
  const seconds = Math.max(1, Math.ceil((now - since) / 1000));
  const step = Math.ceil(seconds / LOOKS);
  const last = await prometheus.value(
    `max(max_over_time(timestamp(ALERTS{alertname=~"${alerts.join('|')}",alertstate="firing"})[${seconds}s:${step}s]))`,
    now,
  );
  return last === undefined ? undefined : last * 1000;
}
