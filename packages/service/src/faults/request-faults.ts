import { setTimeout as delay } from 'node:timers/promises';
import createError from '@fastify/error';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { type FaultKind, faultKind } from './fault-kind.ts';

/** Its status is the one that was asked for. */
export const injectedFault = (status: number): Error =>
  new (createError('INJECTED_FAULT', 'fault injected on request', status))();

const REQUESTS = {
  share: Type.Number({ default: 1, minimum: 0, maximum: 1, description: 'share of the requests' }),
  method: Type.Optional(Type.String({ pattern: '^[A-Z]+$', description: 'only requests of this method' })),
  route: Type.Optional(Type.String({ minLength: 1, description: 'only this route template' })),
} as const;

interface Chosen {
  readonly share: number;
  readonly method?: string | undefined;
  readonly route?: string | undefined;
}

/** How the service is watched, and how a fault is ended. */
const isSacred = (route: string): boolean =>
  route === '/metrics' || route === '/healthz' || route === '/readyz' || route.startsWith('/admin/faults');

/** Administration is left alone too, unless it is what the fault names. */
const isSpared = (route: string | undefined, wanted: string | undefined): boolean =>
  route === undefined || isSacred(route) || (route.startsWith('/admin/') && route !== wanted);

function applies({ share, method, route }: Chosen, request: FastifyRequest): boolean {
  const template = request.routeOptions.url;
  if (isSpared(template, route)) return false;
  if (method !== undefined && method !== request.method) return false;
  if (route !== undefined && route !== template) return false;
  return Math.random() < share;
}

/** Requests that are answered late, or with an error. */
export function requestFaults(app: FastifyInstance): readonly FaultKind[] {
  let latency: (Chosen & { readonly milliseconds: number }) | undefined;
  let errors: (Chosen & { readonly status: number }) | undefined;

  app.addHook('onRequest', async (request) => {
    if (latency !== undefined && applies(latency, request)) await delay(latency.milliseconds);
    if (errors !== undefined && applies(errors, request)) throw injectedFault(errors.status);
  });

  return [
    faultKind({
      name: 'request_latency',
      description: 'Requests are answered late',
      settings: {
        ...REQUESTS,
        milliseconds: Type.Integer({ default: 1500, minimum: 1, maximum: 60_000 }),
      },
      start(settings) {
        latency = settings;
        return () => {
          latency = undefined;
        };
      },
    }),
    faultKind({
      name: 'request_errors',
      description: 'Requests are answered with an error',
      settings: { ...REQUESTS, status: Type.Integer({ default: 503, minimum: 400, maximum: 599 }) },
      start(settings) {
        errors = settings;
        return () => {
          errors = undefined;
        };
      },
    }),
  ];
}
