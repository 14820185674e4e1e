export * from './durations.ts';
export * from './timing.ts';
