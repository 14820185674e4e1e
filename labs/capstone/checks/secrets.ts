import { randomBytes, randomInt } from 'node:crypto';
import type { LogLine } from '@lab/engine-clients';

/** What a careless client sends, new for each run: an older line with it proves nothing of this one. */
export interface Secrets {
  readonly address: string;
  /** Sixteen digits with a check digit that is right: it belongs to nobody. */
  readonly card: string;
}

/** Cards whose numbers begin so are for tests. */
const TEST_CARDS = '411111';
const CARD_DIGITS = 16;

export function drawnSecrets(): Secrets {
  const drawn = Array.from({ length: CARD_DIGITS - 1 - TEST_CARDS.length }, () => randomInt(10)).join('');
  const digits = `${TEST_CARDS}${drawn}`;
  return {
    address: `${randomBytes(4).toString('hex')}@example.com`,
    card: `${digits}${checkDigit(digits)}`,
  };
}

/** Luhn's: every second digit from the right counts twice. */
function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

export interface Leak {
  readonly secret: string;
  readonly message: string;
}

/** Lines with an address or a card number in their text or in any field; in a URL an address is written otherwise. */
export function leaksIn(lines: readonly LogLine[], { address, card }: Secrets): readonly Leak[] {
  const forms = [address, encodeURIComponent(address), card];
  return lines.flatMap((line) => {
    const text = JSON.stringify(line);
    const secret = forms.find((form) => text.includes(form));
    return secret === undefined ? [] : [{ secret, message: line.message }];
  });
}
