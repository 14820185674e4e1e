import type { PinnedProcess } from '../pinned-process.ts';

export const VARIANTS = ['bare', 'ours', 'fastapi', 'fastapi-lean'] as const;
export type VariantName = (typeof VARIANTS)[number];

/** A service under test that answers POST /predict. */
export interface Variant {
  readonly name: VariantName;
  readonly url: string;
  readonly process: PinnedProcess;
  /** Where its telemetry shows; undefined for the variant that has none. */
  readonly observed?: {
    readonly logFile: string;
    readonly metricsUrl: string;
  };
}

export interface VariantContext {
  /** The repository's root folder. */
  readonly root: string;
  readonly core: number;
  /** Base URL of OTLP over HTTP. */
  readonly otlpUrl: string;
  /** Where each process writes its output. */
  readonly outputFolder: string;
  readonly cacheDir: string;
  /** Folder for CPU profiles of `ours`; undefined where none is taken. */
  readonly profileFolder: string | undefined;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}
