import Type, { type Static, type TObject, type TProperties } from 'typebox';
import Value from 'typebox/value';

/** Settings that every service has. Values come from the environment, each under the name of its key. */
export const SERVICE_SETTINGS = {
  HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, description: 'port to listen on; 0 takes a free one' }),
  LOG_LEVEL: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { default: 'info' }),
  DEPLOYMENT_ENVIRONMENT: Type.String({
    default: 'lab',
    minLength: 1,
    description: 'the `environment` of every log line',
  }),
  SERVICE_VERSION: Type.String({ default: '0.0.0' }),
  USER_ID_SALT: Type.String({
    minLength: 16,
    description: 'secret that user ids are hashed with; or USER_ID_SALT_FILE',
  }),
  SHUTDOWN_DRAIN_MS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 60_000,
    description: 'how long /readyz says 503 before the listener closes, so that balancers notice',
  }),
} as const;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_INVALID';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `configuration: ${problems.length} problem${problems.length === 1 ? '' : 's'}\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/**
 * Reads the environment once into a frozen object, and reports every mistake at once.
 *
 * A key may also be given as `<KEY>_FILE`, the path of a file that holds the value: how secrets are mounted.
 * @param readFile reads such a file as text
 * @throws ConfigError with one line per missing or malformed key
 */
export function readConfig<Properties extends TProperties>(
  schema: TObject<Properties>,
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): Readonly<Static<TObject<Properties>>> {
  const problems: string[] = [];
  const given: Record<string, unknown> = {};
  for (const key of Object.keys(schema.properties)) {
    const path = env[`${key}_FILE`];
    // An empty variable is how Compose writes "not set".
    const text = env[key] === '' ? undefined : env[key];
    if (text !== undefined && path) problems.push(`${key} and ${key}_FILE are both set; keep one`);
    if (text !== undefined) given[key] = text;
    else if (path) {
      try {
        given[key] = readFile(path).trim();
      } catch (error) {
        problems.push(`${key}_FILE: ${(error as Error).message}`);
      }
    }
  }
  const candidate = Value.Convert(schema, Value.Default(schema, { ...given })) as Record<string, unknown>;
  for (const [key, value] of Object.entries(candidate)) {
    // Convert makes 12 of "12.7", 1 of "true" and 0 of "": a wrong number, where a mistake must be told.
    const text = given[key];
    if (typeof value === 'number' && typeof text === 'string' && !spells(text, value)) candidate[key] = text;
  }
  for (const error of Value.Errors(schema, candidate)) problems.push(...explain(error, schema.properties));
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return Object.freeze(candidate) as Static<TObject<Properties>>;
}

const spells = (text: string, value: number): boolean => text.trim() !== '' && Number(text) === value;

function explain(
  error: { instancePath: string; message: string; params?: object },
  properties: TProperties,
): string[] {
  const missing = (error.params as { requiredProperties?: string[] } | undefined)?.requiredProperties;
  const hint = (key: string): string => {
    const description = (properties[key] as { description?: string } | undefined)?.description;
    return description === undefined ? '' : ` (${description})`;
  };
  if (missing !== undefined) return missing.map((key) => `${key} is not set${hint(key)}`);
  const key = error.instancePath.split('/')[1] ?? '';
  return [`${key} ${error.message}${hint(key)}`];
}
