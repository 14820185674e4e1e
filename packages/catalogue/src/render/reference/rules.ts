import { LOG_RECORDING_GROUPS } from '../../log-alerts/index.ts';
import { RECORDING_RULE_GROUPS, type RecordingRule, type RecordingRuleGroup } from '../../rules/index.ts';
import { code, page, pageHead, plainText, queryFence } from './markdown.ts';

const INTRO = `What is computed in advance, so that alerts and panels ask one series instead of thousands. Rules of objectives are
made from the [objectives](objectives.md) and have the names of Sloth. Expressions are in production terms; a lab with
\`LAB_TIMING=drill\` runs the same with every duration divided by sixty.`;

export const renderRules = (): string =>
  page(
    pageHead('Rules', 'packages/catalogue', INTRO),
    '## Prometheus',
    ...RECORDING_RULE_GROUPS.map((group) => section(group, 'promql')),
    '## Loki',
    'Loki asks its lines and writes the answers to Prometheus.',
    ...LOG_RECORDING_GROUPS.map((group) => section(group, 'logql')),
  );

const section = ({ name, rules }: RecordingRuleGroup, language: 'promql' | 'logql'): string =>
  page(`Group ${code(name)}:`, ...rules.map((rule) => recording(rule, language))).trimEnd();

const recording = ({ name, help, labels, expression }: RecordingRule, language: 'promql' | 'logql'): string =>
  page(
    `### ${code(name)}`,
    plainText(help),
    labelText(Object.keys(labels)),
    queryFence(language, expression),
  ).trimEnd();

const labelText = (labels: readonly string[]): string =>
  labels.length === 0 ? 'One series, without labels.' : `Labels: ${labels.map(code).join(', ')}.`;
