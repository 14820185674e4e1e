/** An alert as the Alertmanager delivers it; each one is a stretch of firing of its own unless told otherwise. */
let stretches = 0;

interface TestAlert {
  readonly alertname?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly status?: 'firing' | 'resolved';
  readonly startsAt?: string;
  readonly fingerprint?: string;
}

export function alert({
  alertname = 'CanaryWorseThanChampion',
  labels = {},
  status = 'firing',
  startsAt = new Date().toISOString(),
  fingerprint = String(++stretches).padStart(16, '0'),
}: TestAlert = {}) {
  return {
    status,
    fingerprint,
    labels: {
      alertname,
      severity: 'critical',
      service: 'inference',
      model_name: 'fraud-detection',
      ...labels,
    },
    annotations: { summary: `${alertname} in words` },
    startsAt,
    endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
  };
}

export const resolved = (of: ReturnType<typeof alert>) => ({
  ...of,
  status: 'resolved' as const,
  endsAt: new Date().toISOString(),
});
