/** A question as it is put to a learner: what is shown and what is asked, without what is right. */
import type {
  AlertTimeQuestion,
  FindTheBugQuestion,
  Fixture,
  QueryQuestion,
  Question,
  QuestionKind,
  RuleProof,
  Sample,
} from './bank/schema.ts';
import { shuffled } from './shuffle.ts';

/** Code or data that belongs to the question. */
export interface Exhibit {
  readonly title: string;
  readonly language: 'yaml' | 'text';
  readonly body: string;
}

export interface Choosable {
  readonly id: string;
  /** Markdown, or PromQL where the question is a query. */
  readonly text: string;
}

export type Ask =
  /** Answered with the id of an option. */
  | { readonly form: 'one'; readonly language: 'markdown' | 'promql'; readonly options: readonly Choosable[] }
  /** Answered with the ids of all right options. */
  | { readonly form: 'many'; readonly options: readonly Choosable[] }
  /** Answered with all ids, first to last. */
  | { readonly form: 'order'; readonly options: readonly Choosable[] }
  | { readonly form: 'number'; readonly unit: string }
  /** Answered with a whole minute, or `never`. */
  | { readonly form: 'minute' };

export interface PresentedQuestion {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly lesson: string;
  /** Markdown. */
  readonly text: string;
  readonly exhibits: readonly Exhibit[];
  readonly ask: Ask;
}

/** @param seed the learner's: it decides the order of options, the same at each look */
export function presentQuestion(question: Question, seed: string): PresentedQuestion {
  const { id, kind, lesson, text } = question;
  return { id, kind, lesson, text, exhibits: exhibitsOf(question), ask: askOf(question, `${seed} ${id}`) };
}

function askOf(question: Question, seed: string): Ask {
  switch (question.kind) {
    case 'choice':
    case 'find-the-bug':
      return { form: 'one', language: 'markdown', options: shuffled(question.options.map(choosable), seed) };
    case 'query':
      return {
        form: 'one',
        language: 'promql',
        options: shuffled(
          question.options.map(({ id, expr }) => ({ id, text: expr })),
          seed,
        ),
      };
    case 'choices':
      return { form: 'many', options: shuffled(question.options.map(choosable), seed) };
    case 'order':
      return { form: 'order', options: shuffled(question.items.map(choosable), seed) };
    case 'number':
      return { form: 'number', unit: question.answer.unit };
    case 'alert-time':
      return { form: 'minute' };
  }
}

const choosable = ({ id, text }: Choosable): Choosable => ({ id, text });

function exhibitsOf(question: Question): readonly Exhibit[] {
  switch (question.kind) {
    case 'query':
      return [seriesExhibit(question.fixture), askedAt(question)];
    case 'alert-time':
      return [rulesExhibit(question.rules), seriesExhibit(question.fixture), timeline(question)];
    case 'find-the-bug':
      return bugExhibits(question);
    default:
      return [];
  }
}

function bugExhibits({ proof }: FindTheBugQuestion): readonly Exhibit[] {
  if (proof.tool === 'promtool')
    return [rulesExhibit(proof.broken), seriesExhibit(proof.fixture), ruleCases(proof)];
  const cases = proof.cases.map(
    ({ alert, expected, seen }) =>
      `${Object.entries(alert)
        .map(([label, value]) => `${label}="${value}"`)
        .join(' ')}\n  expected: ${expected.join(', ')}\n  seen:     ${seen.join(', ')}`,
  );
  return [
    { title: 'Configuration of the Alertmanager', language: 'yaml', body: proof.broken.trim() },
    { title: 'Who is told', language: 'text', body: cases.join('\n') },
  ];
}

const rulesExhibit = (rules: string): Exhibit => ({
  title: 'Rules, evaluated once a minute',
  language: 'yaml',
  body: rules.trim(),
});

const seriesExhibit = ({ interval = '1m', series }: Fixture): Exhibit => ({
  title: `Series, a sample every ${interval} (0+60x10 is 0, 60, 120, … 600; 5x3 is 5 four times; _ is no sample)`,
  language: 'text',
  body: series.map((one) => `${one.series}  ${one.values}`).join('\n'),
});

const askedAt = ({ at, result }: QueryQuestion): Exhibit => ({
  title: `Asked at ${at}, the answer has to be`,
  language: 'text',
  body: samplesText(result),
});

const timeline = ({ alert, until }: AlertTimeQuestion): Exhibit => ({
  title: 'Asked',
  language: 'text',
  body: `In which minute does ${alert} fire first? Minutes 0 to ${until} are looked at; pending is not firing.`,
});

const ruleCases = ({ cases }: RuleProof): Exhibit => ({
  title: 'What it does',
  language: 'text',
  body: cases
    .map(
      ({ at, expr, expected, seen }) =>
        `${expr} at ${at}\n  expected: ${samplesText(expected)}\n  seen:     ${samplesText(seen)}`,
    )
    .join('\n'),
});

function samplesText(samples: readonly Sample[]): string {
  if (samples.length === 0) return 'nothing';
  return samples.map(({ labels, value }) => `${labels} ${value}`).join(', ');
}
