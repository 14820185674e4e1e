import type { NotificationLink } from './notification.ts';

/** The links of an HTML mail, with their text as label. Not a parser of HTML: it reads what mail templates write. */
export const linksOfHtml = (html: string): NotificationLink[] =>
  [...html.matchAll(/<a\s[^>]*?href="([^"]*)"[^>]*>([^<]*)<\/a>/gi)].map(([, url = '', label = '']) => ({
    label: decoded(label).trim(),
    url: decoded(url),
  }));

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
