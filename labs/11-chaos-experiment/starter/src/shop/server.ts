/** The shop: its process. */
import { readFileSync } from 'node:fs';
import { type Pools, shopApp } from './app.ts';

const { HOST = '127.0.0.1', PORT = '0', MODEL_URL = '' } = process.env;

const pools = JSON.parse(readFileSync(new URL('../../pools.json', import.meta.url), 'utf8')) as Pools;
const app = shopApp(MODEL_URL, pools);
process.once('SIGTERM', () => process.exit(0));
await app.listen({ host: HOST, port: Number(PORT) });
