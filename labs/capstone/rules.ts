import { parse } from 'yaml';

interface WrittenRule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string | number;
  readonly annotations?: Readonly<Record<string, string>>;
}
export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly WrittenRule[] }[];
}

/** @throws Error where the text has no groups of rules */
export function rulesIn(text: string): RuleFile {
  const file = parse(text) as Partial<RuleFile> | null;
  if (file?.groups === undefined) throw new Error('the file of rules has no groups');
  return file as RuleFile;
}

export const alertsIn = ({ groups }: RuleFile): readonly WrittenRule[] =>
  groups.flatMap(({ rules }) => rules.filter(({ alert }) => alert !== undefined));

/** Names of recorded series. */
export const recordedIn = ({ groups }: RuleFile): readonly string[] =>
  groups.flatMap(({ rules }) => rules.flatMap(({ record }) => record ?? []));

/** The same file with every alert's expression replaced by what is made of it. */
export const withAlertExpression = ({ groups }: RuleFile, changed: (expr: string) => string): RuleFile => ({
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) =>
      rule.alert === undefined ? rule : { ...rule, expr: changed(String(rule.expr)) },
    ),
  })),
});

/** The windows that an alert looks at, those of the recorded series that it names included. */
export function windowsOf(alert: WrittenRule, { groups }: RuleFile): ReadonlySet<string> {
  const expressions = new Set([String(alert.expr)]);
  for (const { record, expr } of groups.flatMap(({ rules }) => rules))
    if (record !== undefined && String(alert.expr).includes(record)) expressions.add(String(expr));
  return new Set(
    [...expressions].flatMap((expr) => [...expr.matchAll(/\[(\d+[a-z]+)/g)].map(([, window = '']) => window)),
  );
}
