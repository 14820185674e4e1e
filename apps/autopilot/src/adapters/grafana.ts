import type { Logger } from '@lab/instrumentation';

export interface Annotation {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly tags: readonly string[];
  readonly text: string;
}

interface GrafanaOptions {
  readonly url: string;
  /** The value of the header Authorization. */
  readonly authorization: string;
  readonly logger: Logger;
}

const TIMEOUT_MS = 3000;

/**
 * Annotations of all dashboards, over Grafana's HTTP API. What is decided does not wait for a picture: a Grafana that is
 * away costs one line.
 */
export class Grafana {
  readonly #options: GrafanaOptions;

  constructor(options: GrafanaOptions) {
    this.#options = options;
  }

  async annotate(annotation: Annotation): Promise<void> {
    const { url, authorization, logger } = this.#options;
    try {
      const response = await fetch(`${url}/api/annotations`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(annotation),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`);
      await response.body?.cancel();
    } catch (error) {
      logger.warn({ error, event_type: 'annotation_not_written' }, 'Grafana took no annotation');
    }
  }
}
