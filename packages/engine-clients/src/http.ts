export interface HttpOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

/** The address, the status and the start of the answer: enough to know which process to look at. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly url: string;
  readonly status: number | undefined;

  constructor(url: string, status: number | undefined, message: string, cause?: unknown) {
    super(message, { cause });
    this.url = url;
    this.status = status;
  }
}

const DEFAULT_TIMEOUT_MS = 5000;

/** Fetches text. @throws HttpError for no answer, a late answer, and any status that is not 2xx */
export async function fetchText(url: string, options: HttpOptions = {}): Promise<string> {
  const { method = options.body === undefined ? 'GET' : 'POST', timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  let status: number | undefined;
  let text: string;
  try {
    const response = await fetch(url, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    status = response.status;
    text = await response.text();
  } catch (error) {
    throw new HttpError(url, status, `${method} ${url}: ${reasonOf(error, timeoutMs)}`, error);
  }
  if (status < 200 || status > 299)
    throw new HttpError(url, status, `${method} ${url}: status ${status}: ${text.slice(0, 300)}`);
  return text;
}

/** Fetches JSON. @throws HttpError, also where the answer is not JSON */
export async function fetchJson<Answer = unknown>(url: string, options: HttpOptions = {}): Promise<Answer> {
  const text = await fetchText(url, {
    ...options,
    headers: { accept: 'application/json', ...options.headers },
  });
  try {
    return JSON.parse(text) as Answer;
  } catch (error) {
    throw new HttpError(url, 200, `${url}: the answer is not JSON: ${text.slice(0, 100)}`, error);
  }
}

function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
