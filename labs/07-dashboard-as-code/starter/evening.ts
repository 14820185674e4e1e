/**
 * An evening at the push of a button, in a minute and a quarter: `POST /evening`. What happens in it was drawn for you. There
 * is nothing for you to write here, and you would spoil your questions by reading evening.json.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { TRAFFIC_URL, INFERENCE_URL, ADMIN_TOKEN_FILE = '', HOST, PORT } = process.env;
const MODEL = 'fraud-detection';
/** Numbers of the model's input tensor. */
const INPUTS = 19;

interface Evening {
  readonly seconds: number;
  readonly late: { readonly intensity: number; readonly latency_ms: number };
  readonly job: { readonly version: string; readonly rows: number; readonly everyMs: number };
}

let endsAt = 0;

async function customersWait({ seconds, late }: Evening): Promise<number> {
  const response = await fetch(`${TRAFFIC_URL}/scenarios/latency`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${readFileSync(ADMIN_TOKEN_FILE, 'utf8').trim()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ ...late, seconds }),
  });
  return response.status;
}

/** A colleague scores old payments, directly with one version. */
function jobRuns({ seconds, job }: Evening): void {
  endsAt = Date.now() + seconds * 1000;
  const timer = setInterval(() => {
    if (Date.now() >= endsAt) clearInterval(timer);
    else score(job).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  }, job.everyMs);
}

async function score({ version, rows }: Evening['job']): Promise<void> {
  const data = Array.from({ length: rows * INPUTS }, () => Math.random());
  const response = await fetch(`${INFERENCE_URL}/v2/models/${MODEL}/versions/${version}/infer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: [{ name: 'input', datatype: 'FP32', shape: [rows, INPUTS], data }] }),
  });
  if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`);
  await response.arrayBuffer();
}

async function begin(): Promise<readonly [status: number, text: string]> {
  if (Date.now() < endsAt) return [409, `it is evening until ${new Date(endsAt).toISOString()}`];
  const evening = JSON.parse(readFileSync('evening.json', 'utf8')) as Evening;
  const status = await customersWait(evening);
  if (status !== 200) return [502, `the traffic service answered ${status}`];
  jobRuns(evening);
  return [200, `from ${new Date().toISOString()} to ${new Date(endsAt).toISOString()}`];
}

createServer(async (request, response) => {
  const [status, text] =
    request.method === 'POST' && request.url === '/evening'
      ? await begin().catch((error: unknown) => [502, String(error)] as const)
      : ([404, 'POST /evening'] as const);
  response.writeHead(status).end(`${text}\n`);
}).listen(Number(PORT), HOST);
