import { defineLab } from '@lab/course/lab';
import { cardinality } from './checks/cardinality.ts';
import { counter } from './checks/counter.ts';
import { exemplars } from './checks/exemplars.ts';
import { gauges } from './checks/gauges.ts';
import { histogram } from './checks/histogram.ts';
import { mergedQuantile } from './checks/merged-quantile.ts';
import { scrape } from './checks/scrape.ts';
import { slowestIssuer } from './checks/slowest-issuer.ts';
import { summary } from './checks/summary.ts';
import { solve } from './solve.ts';

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the workbench fills in the ports
const scorer = {
  entry: 'src/server.ts',
  imports: ['@lab/instrumentation/register'],
  environment: {
    INFERENCE_URL: 'http://127.0.0.1:${INFERENCE_PORT}',
    // Two instances of one service, not two services.
    OTEL_SERVICE_NAME: 'fraud-scorer',
  },
} as const;
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the workbench fills in the ports

export default defineLab({
  number: 2,
  slug: 'instrument-an-ml-service',
  title: 'Instrument an ML service',
  minutes: 90,
  lessons: ['module-08/2-prometheus-metrics-collection.md', 'module-207/1-advanced-prometheus.md'],
  workbench: {
    services: [
      { ...scorer, name: 'fraud-scorer', port: 'WORKBENCH_SERVICE_PORT' },
      { ...scorer, name: 'fraud-scorer-2', port: 'WORKBENCH_SECOND_SERVICE_PORT' },
    ],
    prometheus: 'prometheus/prometheus.yml',
  },
  tasks: [scrape, counter, gauges, histogram, cardinality, exemplars, slowestIssuer, summary, mergedQuantile],
  solve,
});
