// Exit code 0 while the service says that it can do its work. The image has no shell tools to ask with, and needs none.
import { get } from 'node:http';

const { PORT } = process.env;
const request = get({ host: '127.0.0.1', port: PORT, path: '/readyz', timeout: 2000 }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
);
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
