/** What a scrape of the services would have brought in each simulated minute: the series that SLOs and dashboards read. */
import {
  dataLastUpdatedTimestamp,
  httpServerRequestsTotal,
  mlDataDriftScore,
  mlModelAccuracy,
  mlModelLabelledPredictions,
  mlModelPredictionsTotal,
  mlModelRole,
  mlPredictionDurationSeconds,
  mlPredictionFeaturesSourceTotal,
  mlPredictionsTotal,
  trafficRequestsTotal,
} from '@lab/catalogue';
import { histogramBound } from '@lab/slo';
import { meanSeconds, shareWithin } from './latency-shape.ts';
import type { PastMinute } from './past.ts';
import { HISTORY_MARKER, labelText, ORIGIN, type SampleSink } from './sample-writer.ts';

const MODEL = { model_name: 'fraud-detection' } as const;
const VERSION = { ...MODEL, model_version: '1' } as const;
/** In the window that accuracy is computed over. */
const LABELLED_PREDICTIONS = 2000;
const FEATURE_VIEW = 'user_activity';
const BOUNDS = [...(mlPredictionDurationSeconds.buckets ?? []), Number.POSITIVE_INFINITY];

const target = (service: string, labels: Readonly<Record<string, string>>): string =>
  labelText({ ...labels, job: service, service, ...ORIGIN });

export class RawSeries {
  readonly #features: readonly string[];
  readonly #marker: string;
  /** Counters of the inference service since its last start, by name and labels. */
  readonly #inference = new Map<string, { readonly name: string; readonly labels: string; value: number }>();
  readonly #traffic = { success: 0, server_error: 0 };

  constructor(features: readonly string[], seed: number) {
    this.#features = features;
    this.#marker = labelText({ seed: String(seed), ...ORIGIN });
  }

  write(sink: SampleSink, past: PastMinute): void {
    const seconds = past.minute * 60;
    this.#count(past);
    for (const { name, labels, value } of this.#inference.values()) sink.write(name, labels, value, seconds);
    for (const [outcome, value] of Object.entries(this.#traffic))
      sink.write(trafficRequestsTotal.name, target('traffic', { outcome }), value, seconds);
    sink.write(mlModelRole.name, target('inference', { ...VERSION, role: 'champion' }), 1, seconds);
    sink.write(mlModelLabelledPredictions.name, target('monitor', VERSION), LABELLED_PREDICTIONS, seconds);
    sink.write(mlModelAccuracy.name, target('monitor', VERSION), past.accuracy, seconds);
    for (const [index, feature_name] of this.#features.entries())
      sink.write(
        mlDataDriftScore.name,
        target('monitor', { ...MODEL, feature_name }),
        past.drift[index] ?? 0,
        seconds,
      );
    sink.write(
      dataLastUpdatedTimestamp.name,
      target('features', { feature_view: FEATURE_VIEW }),
      seconds - past.featureAge,
      seconds,
    );
    sink.write(HISTORY_MARKER, this.#marker, 1, seconds);
  }

  #count({ restarted, requests, failed, defaulted, slowShare }: PastMinute): void {
    if (restarted) for (const counter of this.#inference.values()) counter.value = 0;
    const good = requests - failed;
    this.#add(mlPredictionsTotal.name, { ...VERSION, status: 'success' }, good);
    this.#add(mlPredictionsTotal.name, { ...VERSION, status: 'error' }, failed);
    this.#add(mlModelPredictionsTotal.name, { ...VERSION, status: 'success' }, good);
    this.#add(mlModelPredictionsTotal.name, { ...VERSION, status: 'error' }, failed);
    const route = { method: 'POST', route: '/predict' };
    this.#add(httpServerRequestsTotal.name, { ...route, status_class: '2xx' }, good);
    this.#add(httpServerRequestsTotal.name, { ...route, status_class: '5xx' }, failed);
    const source = mlPredictionFeaturesSourceTotal.name;
    this.#add(source, { ...MODEL, features_source: 'online' }, requests - defaulted);
    this.#add(source, { ...MODEL, features_source: 'default' }, defaulted);
    const duration = mlPredictionDurationSeconds.name;
    for (const bound of BOUNDS) {
      const within = Number.isFinite(bound) ? Math.round(requests * shareWithin(bound, slowShare)) : requests;
      this.#add(`${duration}_bucket`, { ...MODEL, le: histogramBound(bound) }, within);
    }
    this.#add(`${duration}_count`, MODEL, requests);
    this.#add(`${duration}_sum`, MODEL, requests * meanSeconds(slowShare));
    this.#traffic.success += good;
    this.#traffic.server_error += failed;
  }

  #add(name: string, own: Readonly<Record<string, string>>, increase: number): void {
    const labels = target('inference', own);
    const key = `${name}{${labels}`;
    const counter = this.#inference.get(key);
    if (counter === undefined) this.#inference.set(key, { name, labels, value: increase });
    else counter.value += increase;
  }
}
