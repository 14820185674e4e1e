/** The names in an expression, by Prometheus' own grammar. */
import type { SyntaxNode } from '@lezer/common';
import { parsePromQl } from './grammar.ts';

export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

interface PromQlNames {
  readonly selectors: readonly Selector[];
  /** In `by`, `on`, `group_left` and the like. */
  readonly grouping: readonly string[];
  /** Made by `label_replace` and `label_join`. */
  readonly made: readonly string[];
}

export function promQlNames(expression: string): PromQlNames {
  const selectors: Selector[] = [];
  const grouping: string[] = [];
  const made: string[] = [];
  const text = ({ from, to }: { readonly from: number; readonly to: number }) => expression.slice(from, to);
  const within = (node: SyntaxNode, type: string): string[] => {
    const found: string[] = [];
    node.cursor().iterate((each) => {
      if (each.from >= node.from && each.to <= node.to && each.name === type) found.push(text(each));
    });
    return found;
  };
  parsePromQl(expression).iterate({
    enter({ name, node }) {
      if (name === 'VectorSelector') {
        const [metric = ''] = within(node, 'Identifier');
        selectors.push({ metric, labels: within(node, 'LabelName') });
      }
      if (name === 'GroupingLabels') grouping.push(...within(node, 'LabelName'));
      if (name === 'FunctionCall' && /^label_(?:replace|join)\b/.test(text(node))) {
        const strings = within(node, 'StringLiteral').map((literal) => literal.slice(1, -1));
        made.push(...strings.filter((value) => /^[a-z_]+$/.test(value)));
      }
    },
  });
  return { selectors, grouping, made };
}
