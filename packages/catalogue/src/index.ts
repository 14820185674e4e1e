export * from './buckets.ts';
export * from './metric.ts';
export * from './metrics/features.ts';
export * from './metrics/http.ts';
export * from './metrics/inference.ts';
export * from './metrics/telemetry.ts';
export * from './metrics/traffic.ts';
