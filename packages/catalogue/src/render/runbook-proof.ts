import { ELSEWHERE_GROUPS, errorBudgetBurn } from '../alerts/index.ts';
import { ALERT_SCENARIOS } from '../alerts/scenarios/index.ts';

const PROOF_HEADING = '## How it was proven';

const OVER_LINES = `A test writes such lines to a real Loki, whose ruler tells a real Alertmanager; of lines that look alike nobody is told
(\`packages/catalogue/test/log-alerts.test.ts\`).`;

const OF_OBJECTIVES = `\`promtool test rules\`, for each objective: each of the four pairs of windows stays silent just below its threshold,
fires above it and resolves; a total outage pages and opens a ticket; without an error the budget is full; without
traffic there is no ratio and no alert; a single failure in a quiet hour fires nothing
(\`infra/prometheus/tests/generated/slos\`).`;

/**
 * The last section of a runbook. It is written by the generator, because it repeats the scenarios: what promtool runs
 * and what the page claims are the same.
 */
export function renderProof(alertName: string): string {
  if (alertName === errorBudgetBurn.name) return `${PROOF_HEADING}\n\n${OF_OBJECTIVES}\n`;
  const scenarios = ALERT_SCENARIOS.filter(({ alert }) => alert.name === alertName);
  const [first] = scenarios;
  if (first === undefined) return `${PROOF_HEADING}\n\n${OVER_LINES}\n`;
  const lookalikes = scenarios.flatMap(({ staysSilent = [] }) => staysSilent);
  if (lookalikes.length === 0)
    return `${PROOF_HEADING}\n\n\`promtool test rules\` finds it firing without any series.\n`;
  const elsewhere = ELSEWHERE_GROUPS.some(({ alerts }) => alerts.includes(first.alert));
  const waits = first.alert.for === '0s' ? 'fires' : 'fires, waits before that for as long as it should,';
  return `${PROOF_HEADING}

\`promtool test rules\`${elsewhere ? '' : ', in both timings'}: it ${waits} and resolves. It stays silent on what looks alike:

${[...new Set(lookalikes.map(({ because }) => `- ${because};`))].join('\n').replace(/;$/, '.')}
`;
}

/** The page with its last section brought up to date. */
export function withProof(page: string, alertName: string): string {
  const [written = ''] = page.split(`\n${PROOF_HEADING}`);
  return `${written.trimEnd()}\n\n${renderProof(alertName)}`;
}
