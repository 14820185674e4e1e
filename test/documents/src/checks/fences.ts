import { parse } from 'yaml';
import type { Problem } from '../problem.ts';
import type { Document, Fence } from '../read/document.ts';

const QUERY_LANGUAGES = ['promql', 'logql', 'traceql'] as const;

/** Attributes of each language that is executed; what others carry belongs to the site. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  promql: ['empty-ok', 'workbench'],
  logql: ['empty-ok', 'workbench'],
  traceql: ['empty-ok', 'workbench'],
  sh: ['no-run', 'workbench'],
};
/** Words for a shell that would let a command slip past the one that is executed. */
const OTHER_SHELLS = ['bash', 'shell', 'console', 'zsh'];
/** `<trace id>`, which no engine and no shell understands; `<<EOF` and `< file` are shell. */
const PLACEHOLDER = /(?<![<\w])<[a-z][\w -]*>/i;

/** What belongs to a learner's own workbench is run after the solution of the exercise, by its own test. */
const isOfTheLab = ({ attributes }: Fence): boolean => attributes.workbench === undefined;

export const isQuery = (fence: Fence): boolean =>
  QUERY_LANGUAGES.some((language) => language === fence.language) && isOfTheLab(fence);

export const isRun = (fence: Fence): boolean =>
  fence.language === 'sh' && fence.attributes['no-run'] === undefined && isOfTheLab(fence);

/** Fences that say what they are, and that can be executed where they promise it. */
export const fencesAreSound = ({ path, fences }: Document): readonly Problem[] =>
  fences.flatMap((fence) => problemsOf(fence).map((found) => ({ path, line: fence.line, ...found })));

function problemsOf(fence: Fence): readonly Pick<Problem, 'expected' | 'seen'>[] {
  const { language, attributes, text } = fence;
  if (language === '') return [{ expected: 'a language behind the fence, such as text', seen: 'none' }];
  if (OTHER_SHELLS.includes(language))
    return [{ expected: 'sh, which is executed', seen: `${language}, which is not` }];
  if (language === 'yaml' && attributes['prometheus-rules'] === true) return yamlProblems(text);
  const allowed = ATTRIBUTES[language];
  if (allowed === undefined) return [];
  return [
    ...Object.keys(attributes)
      .filter((name) => !allowed.includes(name))
      .map((name) => ({ expected: `${allowed.join(' or ')} behind ${language}`, seen: name })),
    ...(attributes['no-run'] === true || attributes['no-run'] === ''
      ? [{ expected: 'a reason: no-run="…"', seen: 'none' }]
      : []),
    ...(PLACEHOLDER.test(text) && attributes['no-run'] === undefined
      ? [{ expected: 'a fence that can be executed', seen: PLACEHOLDER.exec(text)?.[0] ?? '' }]
      : []),
  ];
}

function yamlProblems(text: string): readonly Pick<Problem, 'expected' | 'seen'>[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    return [{ expected: 'YAML', seen: String(error).split('\n')[0] ?? '' }];
  }
}
