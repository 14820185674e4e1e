/**
 * Three storage machines that do not exist, as node_exporter would show them: GET /store-1/metrics and so on. And more
 * customers at the push of a button: POST /surge. There is nothing for you to write here.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { integer, readDrawn } from './simulation/drawn.ts';
import { diskAt, STORES, type StoreName } from './simulation/stores.ts';

const { TRAFFIC_URL, ADMIN_TOKEN_FILE = '', HOST, PORT } = process.env;
const SURGE_SECONDS = 150;
const LABELS = '{device="/dev/sdb1",fstype="ext4",mountpoint="/var/lib/store"}';

function metrics(store: StoreName): string {
  const { sizeBytes, availableBytes } = diskAt(readDrawn(), store, Date.now());
  return [
    '# HELP node_filesystem_avail_bytes Filesystem space available to non-root users in bytes.',
    '# TYPE node_filesystem_avail_bytes gauge',
    `node_filesystem_avail_bytes${LABELS} ${availableBytes}`,
    '# HELP node_filesystem_size_bytes Filesystem size in bytes.',
    '# TYPE node_filesystem_size_bytes gauge',
    `node_filesystem_size_bytes${LABELS} ${sizeBytes}`,
    '',
  ].join('\n');
}

/** Between four and six times as many customers, drawn. */
async function surge(): Promise<number> {
  const response = await fetch(`${TRAFFIC_URL}/scenarios/surge`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${readFileSync(ADMIN_TOKEN_FILE, 'utf8').trim()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ intensity: integer(readDrawn(), 'surge', 36, 55) / 100, seconds: SURGE_SECONDS }),
  });
  return response.status;
}

async function answered(method: string, path: string): Promise<readonly [status: number, text: string]> {
  const store = STORES.find((name) => path === `/${name}/metrics`);
  if (method === 'GET' && store !== undefined) return [200, metrics(store)];
  if (method !== 'POST' || path !== '/surge') return [404, 'GET /store-1/metrics, POST /surge\n'];
  const status = await surge();
  return status === 200
    ? [200, `from ${new Date().toISOString()}, for ${SURGE_SECONDS} s\n`]
    : [502, `the traffic service answered ${status}\n`];
}

createServer(async ({ method = '', url = '' }, response) => {
  const [status, text] = await answered(method, url).catch((error: unknown) => [502, `${error}\n`] as const);
  if (method === 'POST' || status >= 500) process.stdout.write(text);
  response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
}).listen(Number(PORT), HOST);
