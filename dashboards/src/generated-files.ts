import { dashboards } from './index.ts';
import { REFERENCE_PAGE, renderReferencePage } from './reference-page.ts';

const FOLDER = 'infra/grafana/dashboards';

/** Every file that this workspace writes: path from the root of the repository, and content. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...dashboards().map((board): [string, string] => [
      `${FOLDER}/${board.uid}.json`,
      `${JSON.stringify(board, undefined, 2)}\n`,
    ]),
    [REFERENCE_PAGE, renderReferencePage()],
  ]);
