import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, SERVICE_SETTINGS } from './config.ts';

const SALT = 'a salt for tests only';
const VALID = { PORT: '8080', USER_ID_SALT: SALT };
const schema = Type.Object({
  ...SERVICE_SETTINGS,
  RATIO: Type.Number({ default: 0.5, minimum: 0, maximum: 1, description: 'share of something' }),
  ENABLED: Type.Boolean({ default: false }),
});

const files: Record<string, string> = { '/run/secrets/salt': `  ${SALT}\n`, '/run/secrets/empty': '\n' };
const readFile = (path: string): string => {
  const text = files[path];
  if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
  return text;
};
const read = (env: Record<string, string | undefined>) => readConfig(schema, env, readFile);

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    read(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
  return [];
}

describe('a valid environment', () => {
  test('readConfig - when only the required keys are set - then the others have their defaults', () => {
    expect(read(VALID)).toEqual({
      HOST: '127.0.0.1',
      PORT: 8080,
      LOG_LEVEL: 'info',
      DEPLOYMENT_ENVIRONMENT: 'lab',
      SERVICE_VERSION: '0.0.0',
      USER_ID_SALT: SALT,
      SHUTDOWN_DRAIN_MS: 0,
      RATIO: 0.5,
      ENABLED: false,
    });
  });

  test('readConfig - when values are text - then they become what the schema says', () => {
    expect(
      read({ ...VALID, RATIO: '0.25', ENABLED: 'true', SHUTDOWN_DRAIN_MS: '1000', SERVICE_VERSION: '1.2' }),
    ).toMatchObject({
      RATIO: 0.25,
      ENABLED: true,
      SHUTDOWN_DRAIN_MS: 1000,
      SERVICE_VERSION: '1.2',
    });
  });

  test('readConfig - when keys of others are in the environment - then they are not in the result', () => {
    expect(Object.keys(read({ ...VALID, PATH: '/bin', HOME: '/' }))).not.toContain('PATH');
  });

  test('readConfig - when it is read - then nobody can change it', () => {
    const config = read(VALID);
    expect(Object.isFrozen(config)).toBe(true);
    expect(() => Object.assign(config, { PORT: 1 })).toThrow(TypeError);
    expect(config.PORT).toBe(8080);
  });

  test('readConfig - when a variable is empty - then it counts as not set', () => {
    expect(read({ ...VALID, HOST: '', LOG_LEVEL: '', SHUTDOWN_DRAIN_MS: '', ENABLED: '' })).toEqual(
      read(VALID),
    );
    expect(problemsOf({ ...VALID, PORT: '' })).toEqual([expect.stringContaining('PORT is not set')]);
  });
});

describe('values in files', () => {
  test('readConfig - when KEY_FILE is set - then the value is the trimmed text of the file', () => {
    expect(read({ PORT: '1', USER_ID_SALT_FILE: '/run/secrets/salt' }).USER_ID_SALT).toBe(SALT);
  });

  test('readConfig - when the variable beside it is empty - then the file counts', () => {
    expect(read({ PORT: '1', USER_ID_SALT: '', USER_ID_SALT_FILE: '/run/secrets/salt' }).USER_ID_SALT).toBe(
      SALT,
    );
    expect(read({ ...VALID, USER_ID_SALT_FILE: '' }).USER_ID_SALT).toBe(SALT);
  });

  test('readConfig - when both are set - then that is a mistake', () => {
    expect(problemsOf({ ...VALID, USER_ID_SALT_FILE: '/run/secrets/salt' })).toEqual([
      'USER_ID_SALT and USER_ID_SALT_FILE are both set; keep one',
    ]);
  });

  test('readConfig - when the file cannot be read - then the mistake says which and why', () => {
    expect(problemsOf({ PORT: '1', USER_ID_SALT_FILE: '/nowhere' })).toContain(
      "USER_ID_SALT_FILE: ENOENT: no such file, open '/nowhere'",
    );
  });

  test('readConfig - when the file is empty - then that is a mistake, for numbers too', () => {
    expect(problemsOf({ PORT_FILE: '/run/secrets/empty', USER_ID_SALT_FILE: '/run/secrets/empty' })).toEqual([
      expect.stringMatching(/^PORT must be integer/),
      expect.stringMatching(/^USER_ID_SALT must not have fewer than 16 characters/),
    ]);
  });
});

describe('mistakes', () => {
  test('readConfig - when several keys are wrong - then all are told at once, with what they are for', () => {
    const problems = problemsOf({ LOG_LEVEL: 'loud', RATIO: '7', ENABLED: 'maybe', SHUTDOWN_DRAIN_MS: '-1' });
    expect(problems).toHaveLength(6);
    for (const [key, reason] of [
      ['PORT', 'is not set (port to listen on; 0 takes a free one)'],
      ['USER_ID_SALT', 'is not set (secret that user ids are hashed with; or USER_ID_SALT_FILE)'],
      ['LOG_LEVEL', 'must be equal to one of the allowed values'],
      ['RATIO', 'must be <= 1 (share of something)'],
      ['ENABLED', 'must be boolean'],
      ['SHUTDOWN_DRAIN_MS', 'must be >= 0'],
    ]) {
      expect(problems).toContainEqual(expect.stringContaining(`${key} ${reason}`));
    }
  });

  test.each(['abc', '12.7', 'true', '80 80', '10ms', 'NaN', 'Infinity', '1_000', '-1', '65536', ' '])(
    'readConfig - when a port is %j - then it is a mistake and not another number',
    (PORT) => {
      expect(problemsOf({ ...VALID, PORT })).toEqual([expect.stringMatching(/^PORT must be/)]);
    },
  );

  test.each(['0', '08', ' 80 ', '65535'])(
    'readConfig - when a port is %j - then it is that number',
    (PORT) => {
      expect(read({ ...VALID, PORT }).PORT).toBe(Number(PORT));
    },
  );

  test('readConfig - when a secret is too short - then the message does not repeat it', () => {
    const problems = problemsOf({ ...VALID, USER_ID_SALT: 'hunter2' });
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('hunter2');
  });

  test('ConfigError - when it is printed - then there is one line per mistake under a heading that counts them', () => {
    expect(new ConfigError(['A is wrong', 'B is wrong']).message).toBe(
      'configuration: 2 problems\n  - A is wrong\n  - B is wrong',
    );
    expect(new ConfigError(['A is wrong'])).toMatchObject({
      message: 'configuration: 1 problem\n  - A is wrong',
      code: 'CONFIG_INVALID',
    });
  });
});
