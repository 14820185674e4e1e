import { type Comparison, type SegmentComparison, worstState } from '@lab/drift-report';
import { binsOf, type FeatureBins, type FeatureSummary, type ReferenceProfile } from '@lab/model/profile';
import type { FeatureRow } from '../../adapters/window-store.ts';
import { CalibratedColumn } from './calibrated-column.ts';
import { binShares, type Cell } from './column.ts';
import { type ComparedColumn, compareColumns } from './compare.ts';
import { conceptDrift } from './concept-drift.ts';
import type { DriftInput } from './drift-input.ts';
import { clusteringOf } from './effective-size.ts';
import { outputColumns } from './output-columns.ts';
import { referenceFeatures, windowColumn } from './reference-columns.ts';
import { segmentsOf } from './segments.ts';

/** The part of a report that is computed; the rest says where it comes from. */
export interface DriftResult {
  readonly features: Comparison[];
  readonly outputs: Comparison[];
  readonly concept: Comparison;
  readonly segments: SegmentComparison[];
  readonly recent: Comparison[] | undefined;
}

/** Segments with fewer rows say nothing that the whole does not say better. */
const LEAST_SEGMENT_ROWS = 100;

/**
 * Computes drift runs. Keeps the null distributions that it has drawn, which are most of the work: a second run with the
 * same reference costs a fraction of the first.
 *
 * The chance of a false alarm is shared: half for inputs and outputs together, a quarter for the segments, a quarter for
 * the relation to the labels. Comparisons with the last days inform and alarm nobody, so they take no share.
 */
export class DriftComputer {
  readonly #calibrated = new Map<string, Map<string, CalibratedColumn>>();
  #recent: { readonly key: string; readonly columns: Map<string, CalibratedColumn> } | undefined;

  compute(input: DriftInput): DriftResult {
    const { profile, rows, alpha } = input;
    return {
      ...this.#whole(input),
      concept: conceptDrift(input.labelled, alpha / 4),
      segments: this.#segments(profile, rows, alpha / 4),
      recent: this.#againstRecent(input),
    };
  }

  #whole(input: DriftInput): Pick<DriftResult, 'features' | 'outputs'> {
    const { profile, rows, alpha } = input;
    const outputs = outputColumns(input);
    const columns = this.#columnsOf(keyOf(profile), () => [
      ...referenceFeatures(profile).map((column) => new CalibratedColumn(column)),
      ...[...outputs].map(
        ([name, { reference }]) => new CalibratedColumn({ ...reference, name: outputKey(name) }),
      ),
    ]);
    const clustering = clusteringOf(rows.map(({ entity }) => entity ?? undefined));
    // Scores of another version are another distribution.
    const own = rows.filter(({ modelVersion }) => modelVersion === profile.model_version);
    const ownClustering = clusteringOf(own.map(({ entity }) => entity ?? undefined));
    const compared = new Map<string, ComparedColumn>();
    for (const summary of profile.features) {
      const column = columns.get(summary.name);
      if (column !== undefined) {
        compared.set(summary.name, { column, values: windowColumn(rows, summary), clustering });
      }
    }
    for (const [name, { cellOf }] of outputs) {
      const column = columns.get(outputKey(name));
      if (column !== undefined) {
        compared.set(outputKey(name), { column, values: own.map(cellOf), clustering: ownClustering });
      }
    }
    const comparisons = compareColumns(compared, alpha / 2);
    return {
      features: profile.features.flatMap((summary) =>
        withBins(comparisons.get(summary.name), summary, compared.get(summary.name)?.values ?? []),
      ),
      outputs: [...outputs].flatMap(([name, { summary }]) =>
        withBins(comparisons.get(outputKey(name)), summary, compared.get(outputKey(name))?.values ?? []),
      ),
    };
  }

  #segments(profile: ReferenceProfile, rows: readonly FeatureRow[], alpha: number): SegmentComparison[] {
    const compared = new Map<string, ComparedColumn>();
    const sizes = new Map<string, number>();
    for (const segment of segmentsOf(profile)) {
      const inside = rows.filter(({ features }) => segment.includes(features));
      sizes.set(segment.name, inside.length);
      if (inside.length < LEAST_SEGMENT_ROWS) continue;
      const clustering = clusteringOf(inside.map(({ entity }) => entity ?? undefined));
      const columns = this.#columnsOf(`${keyOf(profile)} ${segment.name}`, () =>
        segment.reference.map((column) => new CalibratedColumn(column)),
      );
      for (const summary of profile.features) {
        const column = columns.get(summary.name);
        if (column === undefined || summary.name === segment.feature) continue;
        compared.set(`${segment.name} ${summary.name}`, {
          column,
          values: windowColumn(inside, summary),
          clustering,
        });
      }
    }
    const comparisons = [...compareColumns(compared, alpha)];
    return [...sizes].map(([segment, current_samples]) => {
      const own = comparisons.filter(([key]) => key.startsWith(`${segment} `)).map(([, value]) => value);
      const worst = own.reduce<Omit<Comparison, 'bins'> | undefined>(
        (most, next) => ((next.score ?? -1) > (most?.score ?? -1) ? next : most),
        undefined,
      );
      return {
        segment,
        state: worstState(own.map(({ state }) => state)),
        current_samples,
        ...(worst?.score === undefined ? {} : { score: worst.score, feature_name: worst.name }),
      };
    });
  }

  #againstRecent({ profile, rows, recent, alpha }: DriftInput): Comparison[] | undefined {
    if (recent === undefined) return undefined;
    if (this.#recent?.key !== recent.key) {
      const columns = profile.features
        .map((summary) => ({
          name: summary.name,
          kind: summary.kind === 'numeric' ? ('numeric' as const) : ('category' as const),
          values: windowColumn(recent.rows, summary),
        }))
        .filter(({ values }) => values.some((value) => value !== null))
        .map((column) => new CalibratedColumn(column));
      this.#recent = {
        key: recent.key,
        columns: new Map(columns.map((column) => [column.column.name, column])),
      };
    }
    const { columns } = this.#recent;
    const clustering = clusteringOf(rows.map(({ entity }) => entity ?? undefined));
    const compared = new Map(
      profile.features.flatMap((summary): [string, ComparedColumn][] => {
        const column = columns.get(summary.name);
        if (column === undefined) return [];
        return [[summary.name, { column, values: windowColumn(rows, summary), clustering }]];
      }),
    );
    const comparisons = compareColumns(compared, alpha / 2);
    return profile.features.flatMap((summary) => {
      const bins = binsOf(summary);
      const comparison = comparisons.get(summary.name);
      if (comparison === undefined) return [];
      const reference = binShares(bins, columns.get(summary.name)?.column.values ?? []);
      const current = binShares(bins, compared.get(summary.name)?.values ?? []);
      return [{ ...comparison, bins: pairs(bins, reference, current) }];
    });
  }

  #columnsOf(key: string, make: () => CalibratedColumn[]): Map<string, CalibratedColumn> {
    let columns = this.#calibrated.get(key);
    if (columns === undefined) {
      columns = new Map(make().map((column) => [column.column.name, column]));
      this.#calibrated.set(key, columns);
    }
    return columns;
  }
}

const keyOf = ({ model_name, model_version }: ReferenceProfile): string => `${model_name}/${model_version}`;

/** Apart from a feature that may be called the same. */
const outputKey = (name: string): string => `output ${name}`;

function withBins(
  comparison: Omit<Comparison, 'bins'> | undefined,
  summary: FeatureSummary | undefined,
  values: readonly Cell[],
): Comparison[] {
  if (comparison === undefined) return [];
  const name = comparison.name.replace(/^output /, '');
  if (summary === undefined) return [{ ...comparison, name, bins: [] }];
  const bins = binsOf(summary);
  return [{ ...comparison, name, bins: pairs(bins, [...bins.reference], binShares(bins, values)) }];
}

function pairs(
  { labels, titles }: FeatureBins,
  reference: readonly number[],
  current: readonly number[],
): Comparison['bins'] {
  return labels.map((label, index) => ({
    label,
    title: titles[index] ?? label,
    reference: reference[index] ?? 0,
    current: current[index] ?? 0,
  }));
}
