import { hash } from 'node:crypto';
import { isIP } from 'node:net';

// An import of node:http reads all that it exports, WebSocket among it, and with that loads undici: 8 MB.
const { IncomingMessage, ServerResponse } = process.getBuiltinModule('node:http');

/**
 * Finds and removes personal data in values on their way into a log line.
 *
 * Keys catch what is named honestly, patterns catch what slipped into free text. Both are needed: a card number
 * in an error message has no key.
 */
/** In snake case; {@link snakeCase} brings other spellings to it. */
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
  'set_cookie',
  'x_api_key',
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

// Each match starts where its run of characters starts (lookbehind) and is short or linear: a megabyte of hostile
// text must not hold the event loop.
const PATTERNS: readonly Pattern[] = [
  {
    kind: 'email',
    expression: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu,
  },
  {
    kind: 'card',
    // In one piece, 4-4-4-4 or 4-6-5. Issuers' numbers begin with 2 to 6; Unix times in ms and ns begin with 1.
    expression:
      /(?<![\w.-])[2-6](?:\d{12,18}|\d{3}([ -])\d{4}\1\d{4}\1\d{4}|\d{3}([ -])\d{6}\2\d{4,5})(?![\w-])/g,
    confirm: passesLuhn,
  },
  {
    kind: 'national_id',
    expression: /(?<![\w-])(?:\d{3}-\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])(?![\w-])/g,
  },
  {
    kind: 'ip',
    expression:
      /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)|(?:[0-9a-fA-F]{0,4}:){1,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{1,4}|:)(?!\w|\.\d|:[0-9a-fA-F]))/g,
    confirm: (text) => isIP(text) !== 0 && !NOBODYS_ADDRESS.test(text),
  },
  {
    kind: 'phone',
    expression:
      /(?<![\w.])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,12}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w])/g,
  },
];

/** Loopback and "any": they name no machine. */
const NOBODYS_ADDRESS = /^(?:(?:::ffff:)?127\.|(?:0\.0\.0\.0|::1?)$)/i;

/** Nothing that a pattern can match is without one of these: two digits with at most two characters between, `@`, or `:` twice around a group. */
const SUSPICIOUS = /@|:[0-9a-fA-F]{0,4}:|\d[^\w]{0,2}\d/;

/** How much of one line's values is looked at: cycles and whole object graphs must not cost more than they tell. */
const MAX_DEPTH = 6;
/** Keys and user ids of which the answer is kept, so that a flood of new ones cannot fill the memory. */
const MAX_REMEMBERED = 5000;
const MAX_OBJECTS = 500;

export class PersonalDataFilter {
  readonly #salt: string;
  /** Customers come back: a hash costs more than the rest of their line's filtering. */
  readonly #hashes = new Map<string, string>();
  #objectsLeft = MAX_OBJECTS;

  constructor(salt: string) {
    this.#salt = salt;
  }

  /** SHA-256 of salt and id, 16 hex digits: stable within one salt, so lines of a user can be joined, not named. */
  hashUserId(userId: string): string {
    return hash('sha256', `${this.#salt}\u0000${userId}`, 'hex').slice(0, 16);
  }

  #knownHash(userId: string): string {
    let known = this.#hashes.get(userId);
    if (known === undefined) {
      if (this.#hashes.size >= MAX_REMEMBERED) this.#hashes.clear();
      known = this.hashUserId(userId);
      this.#hashes.set(userId, known);
    }
    return known;
  }

  /** A copy of `fields` that may be written: redacted by key and pattern, `user_id` replaced by `user_id_hash`. */
  filterFields(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
    if (depth === 0) this.#objectsLeft = MAX_OBJECTS;
    const filtered: Record<string, unknown> = {};
    for (const key in fields) {
      const value = fields[key];
      const kind = kindOfKey(key);
      if (kind === 'secret') filtered[key] = '[redacted]';
      else if (typeof value === 'string') {
        if (kind === 'user') filtered.user_id_hash = this.#knownHash(value);
        else filtered[key] = kind === 'safe' ? value : this.filterText(value);
      } else if (kind === 'user' && typeof value === 'number')
        filtered.user_id_hash = this.#knownHash(String(value));
      else filtered[key] = this.#filterValue(value, depth);
    }
    return filtered;
  }

  /** `text` with each match of a pattern replaced by `[redacted:<kind>]`. */
  filterText(text: string): string {
    if (!SUSPICIOUS.test(text)) return text;
    let filtered = text;
    for (const pattern of PATTERNS) filtered = redact(filtered, pattern);
    return filtered;
  }

  /** A copy of any value that may be written. */
  filterValue(value: unknown): unknown {
    this.#objectsLeft = MAX_OBJECTS;
    return this.#filterValue(value, 1);
  }

  #filterValue(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.filterText(value);
    if (value === null || typeof value !== 'object') return value;
    if (depth >= MAX_DEPTH) return '[too deep]';
    if (this.#objectsLeft-- <= 0) return '[too much]';
    try {
      return this.#filterObject(value, depth);
    } catch {
      return '[unreadable]'; // a getter or toJSON threw: not a reason for the caller's work to fail
    }
  }

  #filterObject(value: object, depth: number): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#filterValue(item, depth + 1));
    if (value instanceof Error) return this.#filterError(value, depth);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    const message = (value as { raw?: unknown }).raw ?? value;
    // Their own serializers would write the query string and the caller's address.
    if (message instanceof IncomingMessage) return { method: message.method, url: this.#path(message.url) };
    if (message instanceof ServerResponse) return { statusCode: message.statusCode };
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return this.#filterValue(toJSON.call(value, ''), depth + 1);
    return this.filterFields(value as Record<string, unknown>, depth + 1);
  }

  #path(url = ''): string {
    return this.filterText(url.split('?', 1)[0] ?? '');
  }

  #filterError(error: Error & { code?: unknown }, depth: number): Record<string, unknown> {
    return {
      type: error.name,
      message: this.filterText(error.message),
      ...(error.code === undefined ? {} : { code: this.#filterValue(error.code, depth + 1) }),
      ...(error.stack === undefined ? {} : { stack: this.filterText(error.stack) }),
      ...(error.cause === undefined ? {} : { cause: this.#filterValue(error.cause, depth + 1) }),
    };
  }
}

type KeyKind = 'safe' | 'user' | 'secret' | 'other';
const kinds = new Map<string, KeyKind>();

function kindOfKey(key: string): KeyKind {
  let kind = kinds.get(key);
  if (kind === undefined) {
    if (kinds.size >= MAX_REMEMBERED) kinds.clear();
    const name = snakeCase(key);
    if (name === 'user_id') kind = 'user';
    else if (REDACTED_KEYS.has(name)) kind = 'secret';
    else kind = SAFE_KEYS.has(key) ? 'safe' : 'other';
    kinds.set(key, kind);
  }
  return kind;
}

/** `cardNumber` and `Set-Cookie` are the same keys as `card_number` and `set_cookie`. */
function snakeCase(key: string): string {
  if (!/[A-Z-]/.test(key)) return key;
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

function redact(text: string, { kind, expression, confirm }: Pattern): string {
  let filtered = '';
  let copied = 0;
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    if (confirm !== undefined && !confirm(match[0])) {
      // What looked like one may hide one: "2026 4111 1111 1111 1111" begins like a card that it is not.
      expression.lastIndex = match.index + 1;
      continue;
    }
    filtered += `${text.slice(copied, match.index)}[redacted:${kind}]`;
    copied = expression.lastIndex;
  }
  return copied === 0 ? text : filtered + text.slice(copied);
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
