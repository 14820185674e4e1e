import type { Team } from '../alerts/alert.ts';
import type { Yaml } from '../render/yaml.ts';
import type { RoutingEnvironment } from './environment.ts';
import { RECEIVERS, receiverOf, TOLD_SEVERITIES } from './receivers.ts';
import { duration, type RouteKind, routeTimings } from './timings.ts';

/** One message per problem and service, however many versions, routes or instances show it. */
const GROUP_BY = ['alertname', 'service'];

const WORKING_HOURS = 'working-hours';

/**
 * The tree that every alert walks down: the first route that matches and has no `continue` takes it.
 *
 * The Watchdog leaves at the top, so that it never mixes with what people read; the autopilot listens in without
 * taking anything away; then the team decides who is told, and the severity how.
 */
export function rootRoute(teams: readonly Team[], environment: RoutingEnvironment): Yaml {
  const timings = routeTimings(environment.timing);
  const timed = (kind: RouteKind) => ({
    group_wait: duration(timings[kind].groupWait),
    group_interval: duration(timings[kind].groupInterval),
    repeat_interval: duration(timings[kind].repeatInterval),
  });
  // A drill is held whenever somebody has time for it.
  const quietOutsideHours = environment.timing === 'production' ? [WORKING_HOURS] : undefined;
  return {
    receiver: RECEIVERS.unrouted,
    group_by: GROUP_BY,
    ...timed('warning'),
    routes: [
      { matchers: ['alertname = "Watchdog"'], receiver: RECEIVERS.heartbeat, ...timed('heartbeat') },
      { matchers: ['alertname = "InfoInhibitor"'], receiver: RECEIVERS.nobody },
      ...(environment.autopilotUrl === undefined
        ? []
        : [
            {
              matchers: [`severity =~ "${TOLD_SEVERITIES.join('|')}"`],
              receiver: RECEIVERS.autopilot,
              continue: true,
              ...timed('autopilot'),
            },
          ]),
      ...teams.map((team) => ({
        matchers: [`team = "${team}"`],
        routes: TOLD_SEVERITIES.map((severity) => ({
          matchers: [`severity = "${severity}"`],
          receiver: receiverOf(team, severity),
          ...timed(severity),
          active_time_intervals: severity === 'info' ? quietOutsideHours : undefined,
        })),
      })),
      // Not the root's doing: that one takes only what no route has matched, and the autopilot's matches everything.
      { receiver: RECEIVERS.unrouted },
    ],
  };
}

export const timeIntervals = ({ timing, timezone }: RoutingEnvironment): Yaml | undefined =>
  timing === 'production'
    ? [
        {
          name: WORKING_HOURS,
          time_intervals: [
            {
              weekdays: ['monday:friday'],
              times: [{ start_time: '09:00', end_time: '17:00' }],
              location: timezone,
            },
          ],
        },
      ]
    : undefined;
