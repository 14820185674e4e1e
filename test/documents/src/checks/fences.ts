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

/** Pages whose fences may be about a learner's workbench: test/labs runs those once the lab is solved. */
const TEXT_OF_A_LAB = /^labs\/[^/]+\/README\.md$/;

/**
 * Whose system a fence is about: the lab's own, or what a learner has built beside it, which is there only when the
 * exercise is solved.
 */
export type Side = 'lab' | 'workbench';

const sideOf = ({ attributes }: Fence): Side => (attributes.workbench === undefined ? 'lab' : 'workbench');

export const isQuery = (fence: Fence, side: Side = 'lab'): boolean =>
  QUERY_LANGUAGES.some((language) => language === fence.language) && sideOf(fence) === side;

export const isRun = (fence: Fence, side: Side = 'lab'): boolean =>
  fence.language === 'sh' && fence.attributes['no-run'] === undefined && sideOf(fence) === side;

/** Fences that say what they are, and that can be executed where they promise it. */
export const fencesAreSound = ({ path, fences }: Document): readonly Problem[] =>
  fences.flatMap((fence) => problemsOf(fence, path).map((found) => ({ path, line: fence.line, ...found })));

function problemsOf(fence: Fence, path: string): readonly Pick<Problem, 'expected' | 'seen'>[] {
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
    ...(sideOf(fence) === 'workbench' && !TEXT_OF_A_LAB.test(path)
      ? [{ expected: 'a workbench in the text of a lab alone', seen: 'a fence that nobody runs' }]
      : []),
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
