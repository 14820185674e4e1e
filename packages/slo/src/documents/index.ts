export { loadPolicy, loadSlos, schemaProblems } from './load.ts';
export { PolicyDocument, SLI_SCHEMAS, SloDocument } from './schema.ts';
