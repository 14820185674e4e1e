import { styleText } from 'node:util';
import { messageOf } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { CommandContext } from '../main.ts';
import { buildBinary } from '../native/engines/build.ts';
import { howToGet } from '../native/engines/how-to-get.ts';
import { type EngineSpec, readEngineManifest, readEngineTools } from '../native/engines/manifest.ts';
import { cachedBinary, resolveEngine } from '../native/engines/resolve.ts';
import { findOnPath } from '../native/find-on-path.ts';

export interface EnginesOptions {
  readonly build?: boolean;
}

interface BinaryReport {
  readonly engine: string;
  readonly binary: string;
  readonly version: string;
  /** Undefined where there is none. */
  readonly path?: string;
  readonly hint?: string;
}

/** How often a build says how far it is, where nobody watches a moving line. */
const PROGRESS_LINE_SECONDS = 15;

/** Finds every binary that a lab and its tests use, and with --build makes those that are nowhere. */
export async function engines(
  { settings, output }: CommandContext,
  { build = false }: EnginesOptions,
): Promise<number> {
  const specs = [...readEngineManifest(settings), ...readEngineTools(settings)];
  const reports: BinaryReport[] = [];
  for (const spec of specs) {
    const report = { engine: spec.name, binary: spec.binary, version: spec.version };
    let path = (await resolveEngine(spec, settings))?.path;
    let hint = path === undefined ? howToGet(spec) : undefined;
    if (path === undefined && build && spec.build !== undefined && findOnPath('go') !== undefined) {
      const target = cachedBinary(settings, spec, spec.binary);
      try {
        await buildWithProgress(spec, target, output.note);
        path = target;
        hint = undefined;
      } catch (error) {
        hint = messageOf(error);
      }
    }
    reports.push({
      ...report,
      ...(path === undefined ? {} : { path }),
      ...(hint === undefined ? {} : { hint }),
    });
    const mark = path === undefined ? styleText('yellow', '–') : styleText('green', '✔');
    output.line(`${mark} ${spec.binary} ${spec.version}  ${styleText('dim', path ?? hint ?? '')}`);
  }
  output.data(reports);
  // Tempo has no module to build; Jaeger stands in for it.
  const missing = reports.filter(({ path, engine }) => path === undefined && engine !== 'tempo');
  return build && missing.length > 0 ? EXIT.failed : EXIT.ok;
}

async function buildWithProgress(
  spec: EngineSpec,
  target: string,
  note: (text: string) => void,
): Promise<void> {
  if (spec.build === undefined) return;
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.once('SIGINT', interrupt);
  let told = -PROGRESS_LINE_SECONDS;
  try {
    await buildBinary({
      build: spec.build,
      target,
      signal: abort.signal,
      onProgress: ({ elapsedSeconds, percent, at }) => {
        if (elapsedSeconds - told < PROGRESS_LINE_SECONDS) return;
        told = elapsedSeconds;
        note(
          `building ${spec.binary} ${spec.version}: ${elapsedSeconds} s${percent === undefined ? '' : `, about ${percent} %`}${at ? `, ${at}` : ''}`,
        );
      },
    });
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}
