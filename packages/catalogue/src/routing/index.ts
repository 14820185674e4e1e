export { configurationFile, linksFile, type TemplatePaths } from './alertmanager-files.ts';
export { type RoutingEnvironment, readRoutingEnvironment, type SmtpServer } from './environment.ts';
export { CAUSATIONS } from './inhibition.ts';
export { type AlertFacts, alertLinks, LINK_LABELS, type Link, type LinkBases } from './links.ts';
export { RECEIVERS, receiverOf, TOLD_SEVERITIES, type ToldSeverity } from './receivers.ts';
export {
  DRILL_DIVISOR,
  heartbeatPeriod,
  heartbeatTimeoutMs,
  routeTimings,
  TIMING_NAMES,
  type TimingName,
} from './timings.ts';
