const DAY_MS = 86_400_000;
const DATED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) *(Z|UTC|[+-]\d\d:\d\d)?$/i;
const OF_THE_DAY = /^(\d\d:\d\d(?::\d\d)?) *(?:Z|UTC)?$/i;

/**
 * A time as a person writes it, in UTC unless it says otherwise: `2026-03-01T14:05:30Z`, `2026-03-01 14:05`, `14:05`.
 * @param near seconds since the epoch; a time without a date is that of the day which brings it nearest
 * @returns seconds since the epoch; NaN for anything else
 */
export function utcTime(text: string, near: number): number {
  const dated = DATED.exec(text.trim());
  if (dated !== null) {
    const [, date, time, zone = 'Z'] = dated;
    return Date.parse(`${date}T${time}${/^utc$/i.test(zone) ? 'Z' : zone.toUpperCase()}`) / 1000;
  }
  const time = OF_THE_DAY.exec(text.trim())?.[1];
  if (time === undefined) return Number.NaN;
  const today = Date.parse(`${new Date(near * 1000).toISOString().slice(0, 10)}T${time}Z`);
  const days = [today - DAY_MS, today, today + DAY_MS].map((at) => at / 1000);
  return days.reduce((best, at) => (Math.abs(at - near) < Math.abs(best - near) ? at : best));
}
