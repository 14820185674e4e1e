import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, failure, json, type Routes } from '../http/operations-listener.ts';
import { isScenario, SCENARIOS } from './scenario.ts';
import type { GpuSimulator } from './simulator.ts';

const LARGEST_BODY_BYTES = 1024;
const LONGEST_SECONDS = 3600;
const USUAL_SECONDS = 300;

/**
 * `PUT /admin/simulator {"scenario":"memory_leak","seconds":300}` and `GET` of the same, for whoever has the token.
 * Each scenario ends by itself: a drill that dies must not leave a broken GPU behind.
 */
export function simulatorRoutes(simulator: GpuSimulator, adminToken: string): Routes {
  const guarded =
    (route: (request: IncomingMessage) => Answer | Promise<Answer>) =>
    (request: IncomingMessage): Answer | Promise<Answer> =>
      isBearer(request, adminToken)
        ? route(request)
        : failure(401, 'UNAUTHORIZED', 'a valid bearer token is needed');
  return {
    'GET /admin/simulator': guarded(() => json(200, simulator.state())),
    'PUT /admin/simulator': guarded(async (request) => {
      const body = await readJson(request);
      if (body === undefined)
        return failure(
          400,
          'INVALID_REQUEST',
          `a JSON object of at most ${LARGEST_BODY_BYTES} bytes is needed`,
        );
      const { scenario, seconds = USUAL_SECONDS } = body;
      if (!isScenario(scenario))
        return failure(400, 'INVALID_REQUEST', `scenario must be one of ${SCENARIOS.join(', ')}`);
      if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= LONGEST_SECONDS))
        return failure(400, 'INVALID_REQUEST', `seconds must be above 0 and at most ${LONGEST_SECONDS}`);
      simulator.play(scenario, seconds);
      return json(200, simulator.state());
    }),
  };
}

/** Hashes are compared, so that neither length nor content of the token shows in the time it takes. */
function isBearer(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LARGEST_BODY_BYTES) return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
