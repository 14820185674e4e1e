/** `feature` of a leaf. */
export const LEAF = -1;

/** A binary regression tree as parallel arrays; node 0 is the root. All numbers are float32 values. */
export interface Tree {
  /** Input to compare, or LEAF. */
  feature: number[];
  /** A row goes to `yes` where its input is <= threshold. Zero for a leaf. */
  threshold: number[];
  yes: number[];
  no: number[];
  /** Added to the log-odds by a leaf. Zero for an inner node. */
  value: number[];
}

export function emptyTree(): Tree {
  return { feature: [], threshold: [], yes: [], no: [], value: [] };
}

/** Appends a leaf and returns its index. */
export function addLeaf(tree: Tree, value: number): number {
  tree.feature.push(LEAF);
  tree.threshold.push(0);
  tree.yes.push(0);
  tree.no.push(0);
  return tree.value.push(value) - 1;
}

/** Appends an inner node whose children are not known yet and returns its index. */
export function addBranch(tree: Tree, feature: number, threshold: number): number {
  tree.feature.push(feature);
  tree.threshold.push(threshold);
  tree.yes.push(0);
  tree.no.push(0);
  return tree.value.push(0) - 1;
}

/** Value of the leaf that the row starting at `offset` falls into. */
export function leafValue(tree: Tree, features: Float32Array, offset: number): number {
  let node = 0;
  for (;;) {
    const feature = tree.feature[node] ?? LEAF;
    if (feature === LEAF) return tree.value[node] ?? 0;
    const goesYes = (features[offset + feature] ?? 0) <= (tree.threshold[node] ?? 0);
    node = (goesYes ? tree.yes[node] : tree.no[node]) ?? 0;
  }
}
