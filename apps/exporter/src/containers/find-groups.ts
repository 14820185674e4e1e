import type { FileTree } from '../host/file-tree.ts';
import type { ContainerGroup } from './container.ts';

/**
 * The last part of the path of a container, by driver: `docker-<id>.scope`, `cri-containerd-<id>.scope`,
 * `crio-<id>.scope` and `libpod-<id>.scope` of systemd, and a bare id of cgroupfs, below `docker/` or a pod.
 */
const CONTAINER = /^(?:(?:docker|cri-containerd|crio|libpod)-)?([0-9a-f]{64})(?:\.scope)?$/;

/** `kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod….slice/cri-containerd-….scope` is the deepest. */
const DEEPEST = 6;

/** Groups whose name says that they are a container, at any depth; what is inside of a container is not looked at. */
export function findGroups(tree: FileTree, hierarchy: string): ContainerGroup[] {
  const found: ContainerGroup[] = [];
  const walk = (path: string, depth: number): void => {
    for (const name of tree.foldersIfPresent(`${hierarchy}${path}`)) {
      const containerId = CONTAINER.exec(name)?.[1];
      if (containerId !== undefined) found.push({ path: `${path}/${name}`, containerId });
      else if (depth < DEEPEST) walk(`${path}/${name}`, depth + 1);
    }
  };
  walk('', 1);
  return found;
}
