/** What every service of the lab does the same way: configuration, error answers, start and end. */
export { ConfigError, readConfig, SERVICE_SETTINGS } from './config.ts';
export { answerErrors } from './errors.ts';
export { liveAsService, type ServiceApp, type ServiceLife } from './life.ts';
export { guardRoutes, requireToken } from './require-token.ts';
export { configOrExit, runService, type Service } from './run.ts';
