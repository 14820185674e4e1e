/** The fraud scorer: its process. */
import { buildApp } from './app.ts';
import { modelAt } from './model.ts';

const { HOST = '127.0.0.1', PORT = '0', INFERENCE_URL = '' } = process.env;

const app = buildApp({ model: modelAt(INFERENCE_URL) });
process.once('SIGTERM', () => void app.close().finally(() => process.exit(0)));
await app.listen({ host: HOST, port: Number(PORT) });
