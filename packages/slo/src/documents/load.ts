import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';
import { parseDocument } from 'yaml';
import { checkSpecs, SloError } from '../check-spec.ts';
import { type ErrorBudgetPolicy, policyProblems } from '../policy.ts';
import type { SloEnvironment, SloSpec } from '../spec.ts';
import { PolicyDocument, SLI_SCHEMAS, SloDocument } from './schema.ts';

/**
 * SLO specs of a YAML document, the same as in TypeScript; `service` and `labels` are those of the whole document.
 * @throws {SloError} with every mistake, of the shape first: only what has the right shape can be calculated with
 */
export function loadSlos(yaml: string, environment: SloEnvironment): readonly SloSpec[] {
  const document = shaped(SloDocument, yaml, sliProblems);
  const specs = document.slos.map(
    (slo) =>
      ({ ...slo, service: document.service, labels: { ...document.labels, ...slo.labels } }) as SloSpec,
  );
  checkSpecs(specs, environment);
  return specs;
}

/** @throws {SloError} with every mistake */
export function loadPolicy(yaml: string): ErrorBudgetPolicy {
  const policy = shaped(PolicyDocument, yaml) as ErrorBudgetPolicy;
  const problems = policyProblems(policy);
  if (problems.length > 0) throw new SloError(problems);
  return policy;
}

function shaped<Schema extends TSchema>(
  schema: Schema,
  yaml: string,
  more: (value: unknown) => readonly string[] = () => [],
): Static<Schema> {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) throw new SloError(document.errors.map(({ message }) => message.trim()));
  const value: unknown = document.toJS();
  const problems = [...schemaProblems(schema, value, ''), ...more(value)];
  if (problems.length > 0) throw new SloError(problems);
  return value as Static<Schema>;
}

/**
 * Every mistake of a value, with its place and the properties that are too many or missing.
 * @param at the place of the value itself, as a JSON pointer
 */
export const schemaProblems = (schema: TSchema, value: unknown, at: string): string[] =>
  Value.Errors(schema, value).map(
    ({ instancePath, message, params }) => `${`${at}${instancePath}` || '/'} ${message}${named(params)}`,
  );

/** Which properties are too many or missing: the message alone does not say. */
function named(params: object): string {
  const names = Object.values(params).filter(Array.isArray).flat();
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

/** SLIs against the schema of their kind. */
function sliProblems(document: unknown): string[] {
  const { slos } = (document ?? {}) as { slos?: unknown };
  if (!Array.isArray(slos)) return [];
  return slos.flatMap((slo: { sli?: { kind?: unknown } } | null, index) => {
    const sli = slo?.sli;
    if (typeof sli?.kind !== 'string') return [];
    const schema = Object.entries(SLI_SCHEMAS).find(([kind]) => kind === sli.kind)?.[1];
    const at = `/slos/${index}/sli`;
    return schema === undefined
      ? [`${at}/kind "${sli.kind}" is none of ${Object.keys(SLI_SCHEMAS).join(', ')}`]
      : schemaProblems(schema, sli, at);
  });
}
