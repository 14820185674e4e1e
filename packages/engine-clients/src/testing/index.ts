/** For tests that start engines of their own. */
export { ENGINES_REQUIRED, engineTools } from './engine-tools.ts';
export { freePort } from './free-port.ts';
export { type PrometheusProcess, startPrometheusProcess } from './prometheus-process.ts';
export { TESTS_END_AT } from './tests-end-at.ts';
