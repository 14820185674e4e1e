import type { LabStatus } from '../lab-status.ts';
import type { Settings } from '../settings.ts';

/** What asks a Prometheus for that which a page of it shows. */
const ASKED: Readonly<Record<string, string>> = {
  targets: 'api/v1/targets',
  rules: 'api/v1/rules',
  alerts: 'api/v1/alerts',
  config: 'api/v1/status/config',
  query: 'api/v1/query',
};

/** The page of queries calls an expression otherwise than the API, which knows nothing of tabs and ranges. */
const EXPRESSION_OF_A_PAGE = /(\/api\/v1\/query\?)g0\.expr=([^&\s]*)(?:&g0\.[^&\s,]*)*/g;

/**
 * A text in which every address of a page of Prometheus can be opened. Without Docker there are no pages: the binary that is
 * built from the Go module has the API alone, and answers 500 in their place.
 */
export function withPages(
  text: string,
  route: LabStatus['route'],
  { ports }: Pick<Settings, 'ports'>,
): string {
  if (route === 'docker') return text;
  const page = new RegExp(
    `(http://127\\.0\\.0\\.1:(?:${ports.PROMETHEUS_PORT}|${ports.WORKBENCH_PROMETHEUS_PORT}))/(${Object.keys(ASKED).join('|')})\\b`,
    'g',
  );
  return text
    .replaceAll(page, (_, base: string, name: string) => `${base}/${ASKED[name]}`)
    .replaceAll(EXPRESSION_OF_A_PAGE, '$1query=$2');
}
