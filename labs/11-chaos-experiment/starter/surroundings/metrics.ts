import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();

export const requests = new Counter({
  name: 'customer_requests_total',
  help: 'What customers asked the shop for, by what they got within their patience of two seconds.',
  labelNames: ['route', 'outcome'],
  registers: [registry],
});

export const duration = new Histogram({
  name: 'customer_duration_seconds',
  help: 'From the request to its answer, or to the end of the customer’s patience.',
  labelNames: ['route'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 4],
  registers: [registry],
});

export const decisions = new Counter({
  name: 'customer_decisions_total',
  help: 'Decisions about checkouts, by who made them.',
  labelNames: ['decided_by'],
  registers: [registry],
});

export const toxicActive = new Gauge({
  name: 'road_toxic_active',
  help: '1 while something is wrong with the road from the shop to the model.',
  labelNames: ['toxic'],
  registers: [registry],
});
