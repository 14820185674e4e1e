import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLogger, type Logger } from './logger.ts';

const SPAN = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: 1,
} as const;

const lines: string[] = [];
let logger: Logger;
const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}');

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());
beforeEach(() => {
  lines.length = 0;
  logger = createLogger({
    service: 'shop',
    environment: 'test',
    level: 'debug',
    userIdSalt: 'a salt for tests only',
    destination: { write: (line) => lines.push(line) },
  });
});

describe('a line', () => {
  test('logger - when it writes - then the line is one JSON object in the schema', () => {
    logger.info({ event_type: 'model_prediction', duration_ms: 1.5 }, 'prediction completed');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(last()).toEqual({
      level: 'info',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      service: 'shop',
      environment: 'test',
      event_type: 'model_prediction',
      duration_ms: 1.5,
      message: 'prediction completed',
    });
  });

  test.each(['debug', 'info', 'warn', 'error', 'fatal'] as const)(
    'logger - when the level is %s - then it is written as a word',
    (level) => {
      logger[level]('x');
      expect(last().level).toBe(level);
    },
  );

  test('logger - when the level is below the configured one - then nothing is written', () => {
    logger.trace('x');
    expect(lines).toEqual([]);
  });

  test('logger - when text holds line breaks - then the line stays one line', () => {
    logger.info({ note: 'a\nb\u2028c' }, 'x\ny');
    expect(lines.join('').trimEnd().split('\n')).toHaveLength(1);
    expect(last().note).toBe('a\nb\u2028c');
  });
});

describe('trace ids', () => {
  test('logger - when a span is active - then its ids are in the line', () => {
    context.with(trace.setSpanContext(context.active(), SPAN), () => logger.info('x'));
    expect(last()).toMatchObject({ trace_id: SPAN.traceId, span_id: SPAN.spanId });
  });

  test('logger - when no span is active - then the line has no ids', () => {
    logger.info('x');
    expect(Object.keys(last())).not.toContain('trace_id');
    expect(Object.keys(last())).not.toContain('span_id');
  });

  test('logger - when the span is the empty one of a disabled SDK - then the line has no ids', () => {
    const nothing = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };
    context.with(trace.setSpanContext(context.active(), nothing), () => logger.info('x'));
    expect(Object.keys(last())).not.toContain('trace_id');
  });

  test('logger - when the fields bring ids - then these win over the active span', () => {
    context.with(trace.setSpanContext(context.active(), SPAN), () =>
      logger.info({ trace_id: 'f'.repeat(32), span_id: 'e'.repeat(16) }, 'x'),
    );
    expect(last()).toMatchObject({ trace_id: 'f'.repeat(32), span_id: 'e'.repeat(16) });
    expect(lines[0]?.match(/trace_id/g)).toHaveLength(1);
  });
});

describe('personal data on every way into a line', () => {
  const MAIL = 'jane@example.com';
  const ways: Record<string, () => void> = {
    'as a field': () => logger.info({ email: MAIL }, 'x'),
    'inside a field': () => logger.info({ note: `from ${MAIL}` }, 'x'),
    'in the message': () => logger.info(`mail from ${MAIL}`),
    'in the message of fields': () => logger.info({ message: `mail from ${MAIL}` }),
    'in a %s argument': () => logger.info('mail from %s', MAIL),
    'in a %o argument': () => logger.info('user %o', { email: MAIL, note: MAIL }),
    'in a %j argument': () => logger.info({ a: 1 }, 'user %j', { note: MAIL }),
    'in an error argument': () => logger.info('failed: %o', new Error(MAIL)),
    'in a bare error': () => logger.error(new Error(`no such user ${MAIL}`)),
    'in an error and its message': () => logger.error(new Error(MAIL), 'failed'),
    'in an error field': () => logger.error({ error: new Error(MAIL) }),
    'in an err field': () => logger.error({ err: new Error(MAIL) }, 'failed'),
    'in a cause': () => logger.error({ error: new Error('x', { cause: new Error(MAIL) }) }, 'failed'),
    'in a child binding by key': () => logger.child({ email: MAIL }).info('x'),
    'in a child binding by pattern': () => logger.child({ note: `by ${MAIL}` }).info('x'),
    "in a grandchild's binding": () =>
      logger
        .child({ a: 1 })
        .child({ note: { deep: MAIL } }, {})
        .info('x'),
    "in a child's error": () => logger.child({ error: new Error(MAIL) }).info('x'),
    "in a child's err": () => logger.child({ err: new Error(MAIL) }, { level: 'info' }).info('x'),
  };

  test.each(Object.keys(ways))('logger - when personal data comes %s - then it is not written', (way) => {
    ways[way]?.();
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(MAIL);
    expect(lines[0]).toContain('[redacted');
    expect(() => last()).not.toThrow();
  });

  test('logger - when an error is logged - then its type, filtered message and stack are fields', () => {
    logger.error(new RangeError(`no ${MAIL}`));
    expect(last()).toMatchObject({
      message: 'no [redacted:email]',
      error: {
        type: 'RangeError',
        message: 'no [redacted:email]',
        stack: expect.stringMatching(/^RangeError: no \[redacted:email\]\n\s+at /),
      },
    });
    logger.error({ error: new RangeError('x') }, 'constant text');
    expect(last().message).toBe('constant text');
  });

  test('logger - when a child has bindings - then they are in its lines, user ids hashed', () => {
    const child = logger.child({ request_id: 'abcdefgh' }).child({ user_id: 'u-1' });
    child.info('x');
    expect(last()).toMatchObject({
      request_id: 'abcdefgh',
      user_id_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(lines[0]).not.toContain('u-1');
    logger.info('y');
    expect(Object.keys(last())).not.toContain('request_id');
  });
});

describe('values that are hard to write', () => {
  test('logger - when a field is cyclic, huge or odd - then the line is still written', () => {
    const cycle: Record<string, unknown> = {};
    cycle.cycle = cycle;
    logger.info({ cycle, big: 10n, none: undefined, call: () => 1, huge: 'x'.repeat(1_000_000) }, 'odd');
    expect(last()).toMatchObject({ message: 'odd', huge: 'x'.repeat(1_000_000) });
  });

  test('logger - when a getter throws - then the caller does not notice', () => {
    const broken = {
      get bad(): string {
        throw new Error('no');
      },
    };
    expect(() => logger.info({ broken, fine: 1 }, 'still written')).not.toThrow();
    expect(last()).toMatchObject({ message: 'still written' });
  });
});
