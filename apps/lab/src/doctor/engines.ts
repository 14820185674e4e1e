import { howToGet } from '../native/engines/how-to-get.ts';
import { readEngineManifest } from '../native/engines/manifest.ts';
import { resolveEngine } from '../native/engines/resolve.ts';
import { findTraceStore, otherStore } from '../native/engines/trace-store.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './finding.ts';

const FROM = { folder: 'LAB_ENGINES_DIR', cache: 'cache', path: 'PATH' } as const;

/** The binaries of the route without Docker. A missing one leaves its part out, and stops nothing. */
export async function examineEngines(settings: Settings): Promise<Finding[]> {
  const unused = otherStore(await findTraceStore(settings));
  const engines = readEngineManifest(settings).filter(({ name }) => name !== unused);
  return Promise.all(
    engines.map(async (engine): Promise<Finding> => {
      const found = await resolveEngine(engine, settings);
      if (found === undefined)
        return { what: engine.title, verdict: 'missing', found: 'no binary', advice: howToGet(engine) };
      return {
        what: engine.title,
        verdict: 'ok',
        found: `${found.version} from ${FROM[found.from]} (${found.path})`,
        ...(found.warning === undefined ? {} : { advice: found.warning }),
      };
    }),
  );
}
