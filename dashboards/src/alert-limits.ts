/** What panels say and draw about alerts and objectives comes out of them: a limit that moves in the catalogue moves here. */
import type { Alert } from '@lab/catalogue/alerts';
import { parseDuration, type SloSpec } from '@lab/slo';

export interface Limit {
  readonly operator: '<' | '<=' | '>' | '>=' | '==';
  /** In the unit of what is compared; a duration is its seconds. */
  readonly value: number;
}

const INNERMOST = /\([^()]*\)|\{[^{}]*\}|\[[^[\]]*\]|"(?:[^"\\]|\\.)*"/g;
const COMPARISON = /(>=|<=|==|>|<)\s*(\d+(?:\.\d+)?)(ms|[smhdwy])?(?![\w.]|\s*[*/])/;

/** The expression without everything in brackets: thresholds inside guard a division, those outside decide. */
function outside(expression: string): string {
  const shorter = expression.replaceAll(INNERMOST, ' ');
  return shorter === expression ? expression : outside(shorter);
}

/**
 * The number that an alert's expression is compared with first.
 *
 * @throws {Error} for an alert that compares two series: there is no number to draw.
 */
export function limitOf({ name, expression }: Pick<Alert, 'name' | 'expression'>): Limit {
  const [decisive = ''] = outside(expression).split(/\s(?:and|or|unless)\s/);
  const found = COMPARISON.exec(decisive);
  if (!found) throw new Error(`${name} compares with no number: draw its two sides instead of a limit`);
  const [, operator, digits, unit] = found;
  return {
    operator: operator as Limit['operator'],
    value: unit === undefined ? Number(digits) : parseDuration(`${digits}${unit}`) / 1000,
  };
}

const SIDE: Readonly<Record<Limit['operator'], string>> = {
  '<': 'Below',
  '<=': 'At most',
  '>': 'Above',
  '>=': 'From',
  '==': 'At',
};

export const percent = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;
export const seconds = (value: number): string => (value >= 60 ? `${value / 60} min` : `${value} s`);

/** "Above 5 % for 3m: HighErrorRate." */
export function firesAt(alert: Alert, written: (value: number) => string = String): string {
  const { operator, value } = limitOf(alert);
  const wait = alert.for === '0s' ? '' : ` for ${alert.for}`;
  return `${SIDE[operator]} ${written(value)}${wait}: ${alert.name}.`;
}

/**
 * The value beside which an event of the objective is bad, in the unit of what is measured.
 *
 * @throws {Error} for an objective whose events are good or bad by themselves.
 */
export function thresholdOf({ name, sli }: Pick<SloSpec, 'name' | 'sli'>): number {
  if (sli.kind === 'latency') return sli.threshold;
  if (sli.kind === 'gauge') return sli.good.threshold;
  if (sli.kind === 'freshness') return parseDuration(sli.maximumAge) / 1000;
  throw new Error(`${name} counts events, and has no threshold to draw`);
}
