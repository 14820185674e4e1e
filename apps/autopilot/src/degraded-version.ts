import { listVersionsIn, repositoryFolders } from '@lab/model/repository';
import { ConfigError } from '@lab/service';
import type { Policy } from './domain/policy.ts';
import type { AutopilotSettings } from './settings.ts';

/**
 * Looks whether the version that `degrade` serves is there: found missing on the day that it is needed, it is found too late.
 * A repository that is not given, or does not know the model, is not this service's to judge.
 *
 * @throws ConfigError; ModelRepositoryError where the repository cannot be read
 */
export async function requireDegradedVersion(
  { degradedVersion }: Policy,
  { MODEL_REPOSITORY: repository, MODEL_NAME: model, AUTOPILOT_POLICY: path }: AutopilotSettings,
): Promise<void> {
  if (repository === undefined) return;
  const models = await listVersionsIn(repositoryFolders(repository));
  const versions = models.find(({ name }) => name === model)?.versions;
  if (versions === undefined || versions.includes(degradedVersion)) return;
  throw new ConfigError([
    `AUTOPILOT_POLICY ${path}: /degraded_version ${degradedVersion} is none of ${model}: ${versions.join(', ')}`,
  ]);
}
