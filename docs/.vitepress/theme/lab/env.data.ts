import { ROOT, readEnv } from '../../content/repository.ts';
import type { Ports } from './addresses.ts';

interface EnvFacts {
  /** Ports as the texts write them. */
  readonly ports: Ports;
  readonly versions: Readonly<Record<string, string>>;
}

declare const data: EnvFacts;

export { data };

export default {
  watch: [`${ROOT}/.env`],
  load(): EnvFacts {
    const entries = Object.entries(readEnv());
    return {
      ports: Object.fromEntries(
        entries.filter(([key]) => key.endsWith('_PORT')).map(([key, value]) => [key, Number(value)]),
      ),
      versions: Object.fromEntries(entries.filter(([key]) => key.endsWith('_VERSION'))),
    };
  },
};
