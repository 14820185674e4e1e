import type { LabContext } from '@lab/course/lab';
import { AlertmanagerApi, LokiApi, PagerApi, PrometheusApi } from '@lab/engine-clients';
import { parse } from 'yaml';

const SYSTEM_FILE = 'capstone.yaml';

/** Where the learner's system can be asked, and what it is called. */
export interface LearnersSystem {
  readonly service: string;
  /** A request that a customer would send; the fields of one by GET stand in its address. */
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly body: Readonly<Record<string, unknown>>;
  };
  readonly metricsUrl: string;
  readonly prometheus: PrometheusApi;
  readonly prometheusUrl: string;
  readonly alertmanager: AlertmanagerApi;
  readonly loki: LokiApi;
  readonly lokiUrl: string;
  readonly pager: PagerApi;
  /** Name of the alert that the learner has made fire; empty as long as there is none. */
  readonly alert: string;
  readonly files: Readonly<
    Record<'rules' | 'ruleTests' | 'dashboard' | 'drift' | 'runbook' | 'design', string>
  >;
}

type Written = Readonly<Record<string, unknown>>;

/** @throws Error that says what the file lacks */
export async function systemOf({
  files,
  endpoints,
}: Pick<LabContext, 'files' | 'endpoints'>): Promise<LearnersSystem> {
  const document = (parse(await files.read(SYSTEM_FILE)) ?? {}) as Written;
  const { addresses = {}, request = {}, documents = {} } = document as Record<string, Written>;
  const text = (value: unknown, name: string): string => {
    if (typeof value === 'string' && value.trim() !== '') return value.trim().replace(/\/$/, '');
    throw new Error(`${SYSTEM_FILE} has nothing under ${name}`);
  };
  const address = (name: string): string => text(addresses[name], `addresses.${name}`);
  const path = (name: string): string => text(documents[name], `documents.${name}`);
  const body = request.body ?? {};
  if (typeof body !== 'object') throw new Error(`${SYSTEM_FILE} has no fields under request.body`);
  return {
    service: text(document.service, 'service'),
    request: {
      method: text(request.method, 'request.method'),
      url: text(request.url, 'request.url'),
      body: body as Written,
    },
    metricsUrl: address('metrics'),
    prometheus: new PrometheusApi(address('prometheus')),
    prometheusUrl: address('prometheus'),
    alertmanager: new AlertmanagerApi(address('alertmanager')),
    loki: new LokiApi(address('loki')),
    lokiUrl: address('loki'),
    pager: new PagerApi(endpoints.pager),
    alert: typeof document.alert === 'string' ? document.alert.trim() : '',
    files: {
      rules: path('rules'),
      ruleTests: path('rule_tests'),
      dashboard: path('dashboard'),
      drift: path('drift'),
      runbook: path('runbook'),
      design: path('design'),
    },
  };
}
