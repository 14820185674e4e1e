import { hash } from 'node:crypto';
import { isIP } from 'node:net';

/**
 * Finds and removes personal data in values on their way into a log line.
 *
 * Keys catch what is named honestly, patterns catch what slipped into free text. Both are needed: a card number
 * in an error message has no key.
 */
const REDACTED_KEYS = new Set([
  'email',
  'e_mail',
  'user_email',
  'mail',
  'phone',
  'phone_number',
  'mobile',
  'ssn',
  'national_id',
  'passport',
  'card',
  'card_number',
  'pan',
  'cvv',
  'iban',
  'ip',
  'ip_address',
  'client_ip',
  'remote_address',
  'first_name',
  'last_name',
  'full_name',
  'address',
  'street',
  'date_of_birth',
  'password',
  'secret',
  'token',
  'api_key',
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
]);

/** Keys whose values this code base makes itself: scanning them would only cost time. */
const SAFE_KEYS = new Set([
  'timestamp',
  'level',
  'service',
  'environment',
  'event_type',
  'trace_id',
  'span_id',
  'request_id',
  'prediction_id',
  'model_name',
  'model_version',
  'user_id_hash',
  'decision',
  'features_source',
  'route',
  'method',
  'merchant_category',
  'feature_view',
  'feature_name',
  'check',
]);

interface Pattern {
  readonly kind: string;
  readonly expression: RegExp;
  readonly confirm?: (match: string) => boolean;
}

const PATTERNS: readonly Pattern[] = [
  { kind: 'email', expression: /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g },
  { kind: 'card', expression: /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g, confirm: passesLuhn },
  {
    kind: 'national_id',
    expression: /(?<![\w-])(?:\d{3}-\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])(?![\w-])/g,
  },
  {
    kind: 'ip',
    expression: /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4})(?![\w:])/g,
    confirm: (text) => isIP(text) !== 0 && !text.startsWith('127.') && text !== '::1' && text !== '::',
  },
  {
    kind: 'phone',
    expression:
      /(?<![\w.])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,12}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w])/g,
  },
];

/** Nothing that a pattern can match is without one of these: two digits with at most two characters between, `@`, or `::`. */
const SUSPICIOUS = /@|::|\d[^\w]{0,2}\d/;

const MAX_DEPTH = 6;

export class PersonalDataFilter {
  readonly #salt: string;

  constructor(salt: string) {
    this.#salt = salt;
  }

  /** SHA-256 of salt and id, 16 hex digits: stable within one salt, so lines of a user can be joined, not named. */
  hashUserId(userId: string): string {
    return hash('sha256', `${this.#salt}\u0000${userId}`, 'hex').slice(0, 16);
  }

  /** A copy of `fields` that may be written: redacted by key and pattern, `user_id` replaced by `user_id_hash`. */
  filterFields(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
    const filtered: Record<string, unknown> = {};
    for (const key in fields) {
      const value = fields[key];
      if (typeof value === 'number' || typeof value === 'boolean')
        filtered[key] = REDACTED_KEYS.has(key) ? '[redacted]' : value;
      else if (key === 'user_id' && typeof value === 'string') filtered.user_id_hash = this.hashUserId(value);
      else if (SAFE_KEYS.has(key)) filtered[key] = value;
      else if (REDACTED_KEYS.has(key.toLowerCase())) filtered[key] = '[redacted]';
      else filtered[key] = this.#filterValue(value, depth);
    }
    return filtered;
  }

  /** `text` with each match of a pattern replaced by `[redacted:<kind>]`. */
  filterText(text: string): string {
    if (!SUSPICIOUS.test(text)) return text;
    let filtered = text;
    for (const { kind, expression, confirm } of PATTERNS) {
      filtered = filtered.replace(expression, (match) =>
        confirm && !confirm(match) ? match : `[redacted:${kind}]`,
      );
    }
    return filtered;
  }

  #filterValue(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.filterText(value);
    if (value === null || typeof value !== 'object') return value;
    if (depth >= MAX_DEPTH) return '[too deep]';
    if (Array.isArray(value)) return value.map((item) => this.#filterValue(item, depth + 1));
    if (value instanceof Error) return this.#filterError(value, depth);
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    return this.filterFields(value as Record<string, unknown>, depth + 1);
  }

  #filterError(error: Error & { code?: unknown }, depth: number): Record<string, unknown> {
    return {
      type: error.name,
      message: this.filterText(error.message),
      ...(error.code === undefined ? {} : { code: error.code }),
      ...(error.stack === undefined ? {} : { stack: this.filterText(error.stack) }),
      ...(error.cause === undefined ? {} : { cause: this.#filterValue(error.cause, depth + 1) }),
    };
  }
}

/** ISO/IEC 7812 check digit: without it every order number is a card. */
function passesLuhn(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let index = text.length - 1; index >= 0; index--) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) continue;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}
