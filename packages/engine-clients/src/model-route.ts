import { fetchJson, fetchText, type HttpOptions } from './http.ts';

/** Which versions of one model answer whom: its route in the inference service, as its administration reads and sets it. */
export class ModelRouteApi {
  readonly #models: string;
  readonly #model: string;
  readonly #options: Pick<HttpOptions, 'headers' | 'timeoutMs'>;

  /** @param options the admin token, and how long to wait */
  constructor(inference: string, model: string, options: Pick<HttpOptions, 'headers' | 'timeoutMs'>) {
    this.#models = `${inference}/admin/models`;
    this.#model = model;
    this.#options = options;
  }

  /** Undefined where nothing answers for the model. */
  async current(): Promise<unknown> {
    type Models = readonly { readonly name: string; readonly route?: unknown }[];
    const models = await fetchJson<Models>(this.#models, this.#options);
    return models.find(({ name }) => name === this.#model)?.route;
  }

  /** Changes nothing where it is so already. */
  async set(route: unknown): Promise<void> {
    if (JSON.stringify(await this.current()) === JSON.stringify(route)) return;
    const url = `${this.#models}/${this.#model}/route`;
    await fetchText(url, { ...this.#options, method: 'PUT', body: route });
  }
}
