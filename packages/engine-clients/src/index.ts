/** The lab's engines, its autopilot and its pager over their HTTP APIs: one client each, for `./lab`, the labs of the course and tests. */
export {
  type ActiveAlert,
  AlertmanagerApi,
  type AlertmanagerStatus,
  type Matcher,
  type Silence,
  type SilenceRequest,
} from './alertmanager.ts';
export { AutopilotApi, type Decision, type KillSwitch } from './autopilot.ts';
export { connect, type Engines } from './engines.ts';
export { fetchJson, fetchText, HttpError, type HttpOptions } from './http.ts';
export type { LabEndpoints } from './lab-endpoints.ts';
export { type LogLine, LokiApi } from './loki.ts';
export { ModelRouteApi } from './model-route.ts';
export { type Notification, type NotificationFilter, PagerApi, type PagerHeartbeat } from './pager.ts';
export { type PollOptions, PollTimeout, poll } from './poll.ts';
export {
  type ActiveRuleAlert,
  type AlertRule,
  activeAlerts,
  alertRules,
  type Exemplar,
  type PointInTime,
  PrometheusApi,
  type RangeSeries,
  type Rule,
  type Sample,
  type Target,
} from './prometheus.ts';
export {
  type RunningParts,
  type SpanKind,
  type SpanSearch,
  spansOf,
  type TraceSpan,
  type TraceStore,
  traceStoreOf,
  wholeTraceId,
} from './trace-store.ts';
