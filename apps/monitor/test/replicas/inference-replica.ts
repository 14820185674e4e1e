import { eventually, type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { ADMIN_TOKEN, MODELS, SALT } from '../monitor-app.ts';
import type { TestRecord } from '../otlp-logs.ts';
import type { Payment } from './payment.ts';

/** Requests under way at once. */
const PARALLEL = 8;
const ANSWER_LIMIT_MS = 30_000;
const START_LIMIT_MS = 60_000;

/** One replica of the inference service: plain node, as the lab runs it. */
export class InferenceReplica implements AsyncDisposable {
  readonly #process: ServiceProcess;
  #url = '';

  /** @param port 0 is any that is free */
  constructor(featuresUrl: string, port = 0) {
    this.#process = startServiceProcess({
      folder: new URL('../../../inference/', import.meta.url),
      startLimitMs: START_LIMIT_MS,
      env: {
        PORT: String(port),
        OTEL_SERVICE_NAME: 'inference',
        OTEL_SDK_DISABLED: 'true',
        MODEL_REPOSITORY: MODELS,
        MODEL_ROUTES: '{"fraud-detection":{"champion":"2"}}',
        MODEL_EXECUTION: 'inline',
        FEATURES_URL: featuresUrl,
        // On a busy machine no prediction may be made from defaults instead.
        FEATURES_TIMEOUT_MS: String(ANSWER_LIMIT_MS),
        FEATURES_FALLBACK: 'error',
        ADMIN_TOKEN,
        USER_ID_SALT: SALT,
      },
    });
  }

  async ready(): Promise<void> {
    this.#url = await this.#process.ready();
  }

  /** As Prometheus names it. */
  get instance(): string {
    return new URL(this.#url).host;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  /** @returns once every payment is scored and every line written: the lines as the Collector delivers them */
  async serve(payments: readonly Payment[]): Promise<TestRecord[]> {
    const waiting = [...payments];
    const predictions = new Set<string>();
    await Promise.all(
      Array.from({ length: PARALLEL }, async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          predictions.add(await this.#predict(next));
        }
      }),
    );
    return eventually(
      'a line of each prediction',
      () => {
        const lines = this.#process.lines.filter(
          ({ event_type, prediction_id }) =>
            event_type === 'model_prediction' && predictions.has(String(prediction_id)),
        );
        return lines.length < predictions.size ? undefined : lines.map(recordOf);
      },
      ANSWER_LIMIT_MS,
    );
  }

  /** Without a chance to say goodbye, as a machine dies. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.exitCode();
  }

  async #predict({ request }: Payment): Promise<string> {
    const response = await fetch(`${this.#url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return ((await response.json()) as { prediction_id: string }).prediction_id;
  }
}

function recordOf({ timestamp, ...attributes }: Record<string, unknown>): TestRecord {
  return { time: Date.parse(String(timestamp)), attributes };
}
