import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { ServingUnavailable } from '../errors.ts';

export const ModelRoute = Type.Object({
  champion: Type.String(),
  canary: Type.Optional(Type.Object({ version: Type.String(), percent: Type.Number() })),
  shadow: Type.Optional(Type.Array(Type.String())),
});
export type ModelRoute = Readonly<Static<typeof ModelRoute>>;

const ServedModels = Compile(
  Type.Array(
    Type.Object({
      name: Type.String(),
      route: Type.Optional(ModelRoute),
      versions: Type.Array(Type.Object({ version: Type.String() })),
    }),
  ),
);

export interface ServedModel {
  readonly name: string;
  readonly route: ModelRoute | undefined;
  /** Loaded, ascending. */
  readonly versions: readonly string[];
}

/** Rows that the inference service is asked to score at a time: customers wait behind them. */
const ROWS_PER_REQUEST = 200;
const TIMEOUT_MS = 10_000;

/** The inference service's administration and its plain inference, over HTTP. */
export class InferenceAdmin {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @throws ServingUnavailable */
  async models(): Promise<readonly ServedModel[]> {
    const answer = await this.#ask('GET', '/admin/models');
    if (!ServedModels.Check(answer)) throw new ServingUnavailable('its list of models has another shape');
    return answer.map(({ name, route, versions }) => ({
      name,
      route,
      versions: versions.map(({ version }) => version),
    }));
  }

  /** @throws ServingUnavailable */
  async setRoute(model: string, route: ModelRoute): Promise<void> {
    await this.#ask('PUT', `/admin/models/${encodeURIComponent(model)}/route`, route);
  }

  /** @throws ServingUnavailable */
  async load(model: string, version: string): Promise<void> {
    await this.#ask('POST', `/admin/models/${encodeURIComponent(model)}/versions/${version}/load`);
  }

  /** @throws ServingUnavailable */
  async unload(model: string, version: string): Promise<void> {
    await this.#ask('DELETE', `/admin/models/${encodeURIComponent(model)}/versions/${version}`);
  }

  /**
   * What a version that is served says to rows of model inputs: a held-out comparison scores with the very file that
   * answers customers.
   * @param features row-major, rows x width
   * @throws ServingUnavailable
   */
  async score(model: string, version: string, features: Float32Array, width: number): Promise<Float64Array> {
    const rows = features.length / width;
    const scores = new Float64Array(rows);
    for (let start = 0; start < rows; start += ROWS_PER_REQUEST) {
      const part = features.subarray(start * width, (start + ROWS_PER_REQUEST) * width);
      const answer = (await this.#ask(
        'POST',
        `/v2/models/${encodeURIComponent(model)}/versions/${version}/infer`,
        {
          inputs: [{ name: 'input', datatype: 'FP32', shape: [part.length / width, width], data: [...part] }],
        },
      )) as { outputs?: { data?: number[] }[] };
      const data = answer.outputs?.[0]?.data ?? [];
      if (data.length !== part.length / width) throw new ServingUnavailable('a score is missing');
      scores.set(data, start);
    }
    return scores;
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(`${this.#url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      const unavailable = new ServingUnavailable((cause as Error).message);
      unavailable.cause = cause;
      throw unavailable;
    }
    const text = await response.text();
    if (!response.ok)
      throw new ServingUnavailable(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
