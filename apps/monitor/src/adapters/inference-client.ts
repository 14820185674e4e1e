import { ExplainResponse, type Explanation, type PredictionFeatures } from '@lab/contracts';
import { Compile } from 'typebox/compile';
import { Pool } from 'undici';
import { InferenceUnavailable, VersionNotExplained } from '../errors.ts';

const isExplainResponse = Compile(ExplainResponse);

/** The inference service, asked for what only the model itself can tell. */
export class InferenceClient {
  readonly #pool: Pool;
  readonly #timeoutMs: number;

  constructor(url: string, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#pool = new Pool(url, { connections: 2, connect: { timeout: timeoutMs } });
  }

  /**
   * Why these predictions of one version came out as they did; predicts nothing.
   * @returns in the order of `predictions`
   * @throws INFERENCE_UNAVAILABLE where the same request may succeed later, VERSION_NOT_EXPLAINED where it will not while
   *   the version is as it is, and another error for an answer that is none
   */
  async explain(version: string, predictions: readonly PredictionFeatures[]): Promise<Explanation[]> {
    const { status, answer } = await this.#post('/explain', { model_version: version, predictions });
    if (status >= 500) throw new InferenceUnavailable(messageOf(answer, status));
    if (status === 404 || status === 422) throw new VersionNotExplained(messageOf(answer, status));
    if (status !== 200) throw new Error(`the inference service refused: ${messageOf(answer, status)}`);
    if (!isExplainResponse.Check(answer) || answer.explanations.length !== predictions.length) {
      throw new Error('the inference service answered something else than explanations');
    }
    return answer.explanations;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #post(path: string, body: unknown): Promise<{ status: number; answer: unknown }> {
    try {
      const response = await this.#pool.request({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      return { status: response.statusCode, answer: await response.body.json() };
    } catch (error) {
      throw new InferenceUnavailable((error as Error).message);
    }
  }
}

function messageOf(answer: unknown, status: number): string {
  const { error } = (answer ?? {}) as { error?: { message?: unknown } };
  return typeof error?.message === 'string' ? error.message : `status ${status}`;
}
