/** What happened, drawn over every graph: a curve that bends where a line stands has its reason beside it. */
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { labDrillActive, mlModelLoadedTimestampSeconds, serviceInfo } from '@lab/catalogue';
import { alerts } from '@lab/catalogue/external';
import { countBy, maxBy, not, select } from '@lab/catalogue/promql';
import { LOKI, PROMETHEUS } from './datasources.ts';

const ofPrometheus = (name: string, color: string, expression: string) =>
  new dashboard.AnnotationQueryBuilder()
    .name(name)
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor(color)
    .expr(expression)
    .step('15s');

const running = (when: string) => countBy(['service', 'version'], `${select(serviceInfo)}${when}`);

const versionLoaded = () =>
  ofPrometheus(
    'Models loaded',
    'blue',
    `${maxBy(['model_name', 'model_version'], select(mlModelLoadedTimestampSeconds))} * 1000`,
  )
    .useValueForTime(true)
    .titleFormat('{{model_name}} {{model_version}} loaded');

const versionDeployed = () =>
  ofPrometheus('Deployments', 'blue', `${running('')} unless ${running(' offset 1m')}`).titleFormat(
    '{{service}} {{version}} deployed',
  );

const alertsFiring = () =>
  ofPrometheus('Alerts', 'red', select(alerts, { alertstate: 'firing', severity: not('none') }))
    .titleFormat('{{alertname}}')
    .textFormat('{{severity}} {{service}}');

const drills = () =>
  ofPrometheus('Drills', 'purple', `${select(labDrillActive)} == 1`).titleFormat('drill: {{fault}}');

const autopilotDecisions = () =>
  new dashboard.AnnotationQueryBuilder()
    .name('Autopilot')
    .datasource(LOKI)
    .enable(true)
    .iconColor('green')
    .expr('{service_name="autopilot"} | event_type="autopilot_decision" | outcome=~"done|failed"')
    .titleFormat('{{action}}: {{outcome}}')
    .textFormat('{{alertname}} {{detail}}');

export const annotations = (): readonly cog.Builder<dashboard.AnnotationQuery>[] => [
  versionDeployed(),
  versionLoaded(),
  alertsFiring(),
  drills(),
  autopilotDecisions(),
];
