export * from './explain.ts';
export * from './features.ts';
export * from './labels.ts';
export * from './predict.ts';
