import { readFileSync } from 'node:fs';
import type { LanguageRegistration } from 'shiki';

const grammar = (name: string): LanguageRegistration =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as LanguageRegistration;

/** The query languages of the engines, which Shiki does not know. LogQL and TraceQL build on PromQL. */
export const queryLanguages = (): LanguageRegistration[] => [
  grammar('promql'),
  { ...grammar('logql'), embeddedLangs: ['promql'] },
  { ...grammar('traceql'), embeddedLangs: ['promql'] },
];
