import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const Vector = Type.Object({
  data: Type.Object({
    result: Type.Array(
      Type.Object({
        metric: Type.Record(Type.String(), Type.String()),
        value: Type.Tuple([Type.Number(), Type.String()]),
      }),
    ),
  }),
});
const checked = Compile(Vector);

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const TIMEOUT_MS = 5000;

/** Instant queries. */
export class Prometheus {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * @param at milliseconds since the epoch; now where undefined
   * @throws Error where Prometheus is away, or does not understand
   */
  async query(expression: string, at?: number): Promise<readonly Sample[]> {
    const parameters = new URLSearchParams({
      query: expression,
      ...(at === undefined ? {} : { time: String(at / 1000) }),
    });
    const response = await fetch(`${this.#url}/api/v1/query?${parameters}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    if (!response.ok || !checked.Check(answer))
      throw new Error(`Prometheus: ${response.status} ${JSON.stringify(answer).slice(0, 200)}`);
    const { data }: Static<typeof Vector> = answer;
    return data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
  }

  /** The one value of an expression; undefined where there is none. @throws Error like query */
  async value(expression: string, at?: number): Promise<number | undefined> {
    return (await this.query(expression, at))[0]?.value;
  }
}
