import type { FilesystemSize, Host } from './host.ts';

/** At most half of libuv's four threads: with all of them stuck, the process could not even read /proc. */
const MAX_STUCK = 2;

/** The part of a host that tells where a mount point of the machine is for this process, and how large. */
interface MountedFilesystems {
  readonly rootfs: { path(mountPoint: string): string };
  readonly statfs: Host['statfs'];
}

/**
 * Asks mounts for their size without trusting them: statfs(2) on a dead NFS server never returns and cannot be
 * cancelled. A mount that did not answer in time is not asked again until its old call returns.
 */
export class MountProbe {
  readonly #host: MountedFilesystems;
  readonly #timeoutMs: number;
  readonly #stuck = new Set<string>();

  constructor(host: MountedFilesystems, timeoutMs: number) {
    this.#host = host;
    this.#timeoutMs = timeoutMs;
  }

  /** The size, or the reason why there is none, short and constant enough for a label. Calls must not overlap. */
  async ask(mountPoint: string): Promise<FilesystemSize | string> {
    if (this.#stuck.has(mountPoint)) return 'mountpoint timeout';
    if (this.#stuck.size >= MAX_STUCK) return 'other mountpoints hang';
    let timer: NodeJS.Timeout | undefined;
    const call = this.#host.statfs(this.#host.rootfs.path(mountPoint)).catch(reasonOf);
    const timeout = new Promise<string>((resolve) => {
      timer = setTimeout(() => {
        this.#stuck.add(mountPoint);
        void call.then(() => this.#stuck.delete(mountPoint));
        resolve('mountpoint timeout');
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([call, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** As node_exporter has it in the label `device_error`, in Go's words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EHOSTDOWN: 'host is down',
  EIO: 'input/output error',
  ELOOP: 'too many levels of symbolic links',
  ENODEV: 'no such device',
  ENOENT: 'no such file or directory',
  ENOTCONN: 'transport endpoint is not connected',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
  ESTALE: 'stale NFS file handle',
  ETIMEDOUT: 'connection timed out',
};

/** Short and constant enough for a label. */
export function reasonOf(error: NodeJS.ErrnoException): string {
  const code = error.code ?? error.message;
  return REASONS[code] ?? code;
}
