import type { FileTree } from '../host/file-tree.ts';

/** What the engine calls a container. */
interface ContainerIdentity {
  readonly name: string;
  readonly image: string;
  /** Labels of Compose and Kubernetes, by which people look for a container. */
  readonly labels: Readonly<Record<string, string>>;
  /** How often the engine has started it again by itself; undefined where the engine does not say. */
  readonly restarts: number | undefined;
}

/** Others are free text of whoever built the image: without bound, and no business of a time series. */
const SHOWN_LABELS = [
  'com.docker.compose.project',
  'com.docker.compose.service',
  'io.kubernetes.container.name',
  'io.kubernetes.pod.name',
  'io.kubernetes.pod.namespace',
] as const;

interface DockerState {
  readonly Name?: unknown;
  readonly RestartCount?: unknown;
  readonly Config?: { readonly Image?: unknown; readonly Labels?: Readonly<Record<string, unknown>> | null };
}

/**
 * From Docker's own file for the container, which belongs to root: undefined where this process may not read it, or
 * another engine runs the container.
 *
 * @param root the machine's root
 * @param dataRoot Docker's data folder there, `/var/lib/docker`
 */
export function identityOf(
  root: FileTree,
  dataRoot: string,
  containerId: string,
): ContainerIdentity | undefined {
  const text = root.textIfReadable(`${dataRoot}/containers/${containerId}/config.v2.json`);
  if (text === undefined) return undefined;
  let state: DockerState;
  try {
    state = JSON.parse(text) as DockerState;
  } catch {
    return undefined; // Docker writes it anew at every change, and we may read in between
  }
  const labels = state.Config?.Labels ?? {};
  return {
    name: String(state.Name ?? '').replace(/^\//, ''),
    image: String(state.Config?.Image ?? ''),
    labels: Object.fromEntries(
      SHOWN_LABELS.filter((label) => typeof labels[label] === 'string').map((label) => [
        `container_label_${label.replaceAll(/[^a-zA-Z0-9]/g, '_')}`,
        String(labels[label]),
      ]),
    ),
    restarts: typeof state.RestartCount === 'number' ? state.RestartCount : undefined,
  };
}
