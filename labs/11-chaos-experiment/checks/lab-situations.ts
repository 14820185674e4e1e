import type { Situation } from './played.ts';

const SOURCE = 'instance="traffic",job="traffic",service="traffic"';
const PER_SECOND = 20;
const BUCKETS = ['0.005', '0.025', '0.1', '0.25', '0.5', '0.75', '1', '2.5', '5', '10', '+Inf'] as const;

function situation(name: string, { failing = 0, slow = 0 }: { failing?: number; slow?: number }): Situation {
  const growing = (share: number): string => `0+${PER_SECOND * share}x90`;
  const series: Record<string, string> = {
    [`traffic_requests_total{${SOURCE},outcome="success"}`]: growing(1 - failing),
    [`traffic_requests_total{${SOURCE},outcome="server_error"}`]: growing(failing),
    [`traffic_request_duration_seconds_count{${SOURCE}}`]: growing(1),
  };
  for (const le of BUCKETS)
    series[`traffic_request_duration_seconds_bucket{${SOURCE},le="${le}"}`] = growing(
      Number(le.replace('+Inf', '99')) < 2 ? 1 - slow : 1,
    );
  return { name, series };
}

export const LAB_IS_WELL = situation('all is well', {});
export const TWENTIETH_FAILS = situation('one of twenty customers of the lab gets no prediction', {
  failing: 0.05,
});
export const TWENTIETH_IS_SLOW = situation('one of twenty customers of the lab waits for two seconds', {
  slow: 0.05,
});
