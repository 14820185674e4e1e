import { fetchText } from '@lab/engine-clients';

export interface Gauge {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `ended`: the series is over, and no query may still find its last value. */
  readonly value: number | 'ended';
}

/** OTLP's flag for "no recorded value", of which Prometheus makes its staleness marker. */
const NO_RECORDED_VALUE = 1;

/**
 * Tells Prometheus of series over OTLP, as something that it does not scrape. `job` and `instance` among the labels become
 * those of the series.
 * @param prometheus base address, with the OTLP receiver on
 */
export async function pushGauges(prometheus: string, gauges: readonly Gauge[]): Promise<void> {
  const timeUnixNano = `${Date.now()}000000`;
  const byTarget = Map.groupBy(gauges, ({ labels }) => `${labels.job ?? 'drill'} ${labels.instance ?? ''}`);
  await fetchText(`${prometheus}/api/v1/otlp/v1/metrics`, {
    body: {
      resourceMetrics: [...byTarget.values()].map((ofTarget) => ({
        resource: { attributes: attributes(resourceOf(ofTarget[0]?.labels ?? {})) },
        scopeMetrics: [
          {
            metrics: ofTarget.map(
              ({ name, labels: { job: _job, instance: _instance, ...labels }, value }) => ({
                name,
                gauge: { dataPoints: [{ timeUnixNano, ...point(value), attributes: attributes(labels) }] },
              }),
            ),
          },
        ],
      })),
    },
  });
}

const point = (value: Gauge['value']) =>
  value === 'ended' ? { flags: NO_RECORDED_VALUE } : { asDouble: value };

/** The resource attributes that Prometheus makes `job` and `instance` of. */
const resourceOf = ({
  job = 'drill',
  instance,
}: Readonly<Record<string, string>>): Record<string, string> => ({
  'service.name': job,
  ...(instance === undefined ? {} : { 'service.instance.id': instance }),
});

const attributes = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }));
