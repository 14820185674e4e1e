/** The same for alerts over lines, whose expressions are LogQL. */
import { parseDuration } from '@lab/slo';
import { DRILL } from '@lab/slo/timing';
import { fieldsOf } from '../log-alerts/logql.ts';
import type { Lint } from './problem.ts';
import { templatedLabels } from './texts.ts';

/** Index labels of Loki, and the fields that our lines, or the Collector, give them. */
const FIELDS = new Set([
  'service',
  'service_name',
  'event_type',
  'severity_text',
  'redaction_body_masked_count',
  'redaction_masked_count',
  'model_name',
  'model_version',
]);

export const fieldsExist: Lint = ({ expression }) =>
  fieldsOf(expression).flatMap((field) =>
    FIELDS.has(field)
      ? []
      : [
          `no line has a field ${field}: it has ${[...FIELDS].join(', ')}; add it to src/lint/lines.ts if one does`,
        ],
  );

export const linesKeepTheirService: Lint = ({ expression }) =>
  /^sum by \(service\b/.test(expression)
    ? []
    : ['alerts are grouped and inhibited by service: count lines with linesBy()'];

export const lineTemplatesHaveLabels: Lint = (alert) => {
  const kept = /^sum by \(([^)]*)\)/.exec(alert.expression)?.[1]?.split(', ') ?? [];
  return templatedLabels(alert).flatMap((label) =>
    kept.includes(label) ? [] : [`the description names $labels.${label}, which is not counted by: add it`],
  );
};

export const lineRangesAreCompressible: Lint = ({ expression }) =>
  [...expression.matchAll(/\[(\w+)\]/g)].flatMap(([, range = '']) =>
    parseDuration(range) >= parseDuration(DRILL.minimumRange) * DRILL.divisor
      ? []
      : [`[${range}] cannot be drilled: at least five minutes`],
  );
