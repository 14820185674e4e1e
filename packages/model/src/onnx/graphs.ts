import type { BoostedTrees } from '../training/boosted-trees.ts';
import type { LogisticRegression } from '../training/logistic-regression.ts';
import { LEAF, type Tree } from '../training/tree.ts';
import { type Attribute, encodeOnnxModel, type Node, type OnnxModel } from './schema.ts';

/** Names of the one input, FP32 [-1, features], and the one output, FP32 [-1, 1], of every classifier. */
export const CLASSIFIER_INPUT = 'input';
export const CLASSIFIER_OUTPUT = 'probability';

export interface ClassifierDescription {
  name: string;
  version: number;
  description: string;
  featureNames: readonly string[];
}

const SIGMOID: Node = { operator: 'Sigmoid', domain: '', inputs: ['logit'], outputs: [CLASSIFIER_OUTPUT] };

export function boostedTreesToOnnx(model: BoostedTrees, description: ClassifierDescription): Uint8Array {
  const ensemble: Node = {
    operator: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    inputs: [CLASSIFIER_INPUT],
    outputs: ['logit'],
    attributes: treeAttributes(model),
  };
  return encodeOnnxModel({ ...classifier(model.featureCount, description), nodes: [ensemble, SIGMOID] });
}

export function logisticRegressionToOnnx(
  model: LogisticRegression,
  description: ClassifierDescription,
): Uint8Array {
  const product: Node = {
    operator: 'Gemm',
    domain: '',
    inputs: [CLASSIFIER_INPUT, 'weights', 'bias'],
    outputs: ['logit'],
  };
  return encodeOnnxModel({
    ...classifier(model.featureCount, description),
    constants: [
      { name: 'weights', shape: [model.featureCount, 1], values: model.weights },
      { name: 'bias', shape: [1], values: [model.bias] },
    ],
    nodes: [product, SIGMOID],
  });
}

/** OUTPUT0 = INPUT0 + INPUT1 and OUTPUT1 = INPUT0 - INPUT1, FP32 [-1, 4]: the model that protocol tests know. */
export function addSubToOnnx(): Uint8Array {
  const tensor = (name: string) => ({ name, shape: [-1, 4] });
  const inputs = ['INPUT0', 'INPUT1'];
  return encodeOnnxModel({
    name: 'add-sub',
    version: 1,
    description: 'Sum and difference of two tensors',
    inputs: inputs.map(tensor),
    outputs: ['OUTPUT0', 'OUTPUT1'].map(tensor),
    nodes: [
      { operator: 'Add', domain: '', inputs, outputs: ['OUTPUT0'] },
      { operator: 'Sub', domain: '', inputs, outputs: ['OUTPUT1'] },
    ],
  });
}

function classifier(featureCount: number, description: ClassifierDescription): Omit<OnnxModel, 'nodes'> {
  return {
    name: description.name,
    version: description.version,
    description: description.description,
    inputs: [{ name: CLASSIFIER_INPUT, shape: [-1, featureCount] }],
    outputs: [{ name: CLASSIFIER_OUTPUT, shape: [-1, 1] }],
    metadata: { feature_names: description.featureNames.join(',') },
  };
}

/**
 * The attributes of TreeEnsembleRegressor, one entry for each node
 * (https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html). BRANCH_LEQ sends a row to the true
 * branch where input <= value, in float32.
 */
function treeAttributes(model: BoostedTrees): Attribute[] {
  const nodes = model.trees.flatMap((tree, treeId) => treeNodes(tree, treeId));
  const leaves = nodes.filter((node) => node.isLeaf);
  return [
    { name: 'nodes_treeids', integers: nodes.map((node) => node.treeId) },
    { name: 'nodes_nodeids', integers: nodes.map((node) => node.nodeId) },
    { name: 'nodes_featureids', integers: nodes.map((node) => node.feature) },
    { name: 'nodes_modes', strings: nodes.map((node) => (node.isLeaf ? 'LEAF' : 'BRANCH_LEQ')) },
    { name: 'nodes_values', floats: nodes.map((node) => node.threshold) },
    { name: 'nodes_truenodeids', integers: nodes.map((node) => node.yes) },
    { name: 'nodes_falsenodeids', integers: nodes.map((node) => node.no) },
    { name: 'target_treeids', integers: leaves.map((node) => node.treeId) },
    { name: 'target_nodeids', integers: leaves.map((node) => node.nodeId) },
    { name: 'target_ids', integers: leaves.map(() => 0) },
    { name: 'target_weights', floats: leaves.map((node) => node.value) },
    { name: 'base_values', floats: [model.base] },
    { name: 'n_targets', integer: 1 },
    { name: 'aggregate_function', string: 'SUM' },
    { name: 'post_transform', string: 'NONE' },
  ];
}

function treeNodes(tree: Tree, treeId: number) {
  return tree.feature.map((feature, nodeId) => ({
    treeId,
    nodeId,
    isLeaf: feature === LEAF,
    feature: Math.max(feature, 0),
    threshold: tree.threshold[nodeId] ?? 0,
    yes: tree.yes[nodeId] ?? 0,
    no: tree.no[nodeId] ?? 0,
    value: tree.value[nodeId] ?? 0,
  }));
}
