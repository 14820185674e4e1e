/** A file of the kernel, or an answer of nvidia-smi, that does not read as its documentation says. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  readonly code = 'EXPORTER_PARSE_FAILED';

  constructor(what: string, found: string | undefined) {
    super(
      `${what}: ${found === undefined ? 'missing' : `cannot read ${JSON.stringify(found.slice(0, 80))}`}`,
    );
  }
}

/** This machine does not offer what the collector reads: no failure, and nothing to show. */
export class NoDataError extends Error {
  override readonly name = 'NoDataError';
  readonly code = 'EXPORTER_NO_DATA';
}

/** A collector, or the tool that it asks, gave no answer in time. */
export class CollectTimeout extends Error {
  override readonly name = 'CollectTimeout';
  readonly code = 'EXPORTER_COLLECT_TIMEOUT';

  constructor(what: string, limitMs: number) {
    super(`${what}: no answer within ${limitMs} ms`);
  }
}
