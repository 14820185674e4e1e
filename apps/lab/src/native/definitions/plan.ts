import type { Settings } from '../../settings.ts';
import { statePaths } from '../../state-dir.ts';
import type { ReadyEngine } from '../engines/provisioner.ts';
import type { ProcessDefinition } from '../process-definition.ts';
import { ensureSecrets } from '../secrets.ts';
import { databaseDefinition } from './database.ts';
import { engineDefinition } from './engines.ts';
import { isPresent, serviceDefinitions } from './services.ts';

/** Everything that a lab without Docker runs. */
interface LabPlan {
  readonly database: ProcessDefinition;
  readonly services: readonly ProcessDefinition[];
  engine(engine: ReadyEngine): ProcessDefinition;
}

export function planLab(settings: Settings): LabPlan {
  const secrets = ensureSecrets(statePaths(settings).secrets);
  const { definition: database, urls: databaseUrls } = databaseDefinition(
    settings,
    secrets.postgres_password,
  );
  const services = serviceDefinitions({ settings, secrets, databaseUrls }).filter(isPresent);
  return { database, services, engine: (engine) => engineDefinition(engine, settings) };
}
