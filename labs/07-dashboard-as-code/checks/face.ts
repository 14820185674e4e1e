import { type Finding, found } from '@lab/course/lab';
import type { Panel } from './board.ts';

interface Face {
  readonly types: readonly string[];
  /** Grafana's ids of units, as regular expression. */
  readonly unit: RegExp;
  /** In words. */
  readonly unitMeans: string;
  /** Labels that the legend shows. */
  readonly legend?: readonly string[];
}

/** What a reader sees before any value: the kind of panel, its description, its unit, its legend. */
export function hasFace(panel: Panel, { types, unit, unitMeans, legend = [] }: Face): Finding {
  const given = panel.type === 'heatmap' ? panel.options?.yAxis?.unit : panel.fieldConfig?.defaults?.unit;
  const written = (panel.targets ?? []).map(({ legendFormat = '' }) => legendFormat);
  const missing = [
    ...(types.includes(panel.type) ? [] : [`it is of type ${panel.type}`]),
    ...((panel.description ?? '').trim() === '' ? ['it has no description'] : []),
    ...(unit.test(given ?? '') ? [] : [`its unit is ${given ?? 'none'}`]),
    ...legend
      .filter((label) => !written.every((text) => new RegExp(`\\{\\{\\s*${label}\\s*\\}\\}`).test(text)))
      .map((label) => `its legend does not show {{${label}}}: ${JSON.stringify(written)}`),
  ];
  return found(missing.length === 0, {
    expected: `"${panel.title}" as ${types.join(' or ')}, with a description, in ${unitMeans}${legend.length > 0 ? `, with ${legend.join(', ')} in the legend` : ''}`,
    seen: missing.join('; ') || 'that',
    lookAt: `the panel in your code; the JSON: ./lab tool node src/generate.ts`,
  });
}
