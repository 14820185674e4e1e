import type { Situation } from './played.ts';

const ROUTES = { checkout: 6, delivery: 2, stock: 2, vouchers: 2 } as const;
const BUCKETS = ['0.05', '0.1', '0.25', '0.5', '1', '2', '4', '+Inf'] as const;
const SOURCE = 'instance="surroundings",job="surroundings"';

interface Shares {
  /** Share of all customers of a route who get no answer. */
  readonly failing?: Partial<Record<keyof typeof ROUTES, number>>;
  /** Share of the checkouts that take between one and two seconds. */
  readonly slow?: number;
  /** Whether anybody comes. */
  readonly deserted?: boolean;
}

function situation(name: string, { failing = {}, slow = 0, deserted = false }: Shares): Situation {
  const series: Record<string, string> = {};
  const growing = (perSecond: number): string => (deserted ? '600+0x90' : `0+${perSecond}x90`);
  for (const [route, perSecond] of Object.entries(ROUTES)) {
    const failed = perSecond * (failing[route as keyof typeof ROUTES] ?? 0);
    series[`customer_requests_total{${SOURCE},route="${route}",outcome="answered"}`] = growing(
      perSecond - failed,
    );
    series[`customer_requests_total{${SOURCE},route="${route}",outcome="failed"}`] = growing(failed);
    for (const le of BUCKETS) {
      const late = route === 'checkout' && Number(le.replace('+Inf', '99')) < 2 ? perSecond * slow : 0;
      series[`customer_duration_seconds_bucket{${SOURCE},route="${route}",le="${le}"}`] = growing(
        perSecond - late,
      );
    }
    series[`customer_duration_seconds_count{${SOURCE},route="${route}"}`] = growing(perSecond);
  }
  return { name, series };
}

export const HEALTHY = situation('all is well', {});
export const TENTH_FAILS = situation('a tenth of all customers get no answer', {
  failing: { checkout: 0.1, delivery: 0.1, stock: 0.1, vouchers: 0.1 },
});
export const SLOW_CHECKOUTS = situation('half of the checkouts take two seconds', { slow: 0.5 });
export const DESERTED = situation('nobody comes to the shop any more', { deserted: true });
export const MOST_FAIL = situation('two thirds of all customers get no answer', {
  failing: { checkout: 1, stock: 1 },
});
