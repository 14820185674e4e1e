export { loadPolicy, loadSlos } from './load.ts';
export { PolicyDocument, SLI_SCHEMAS, SloDocument } from './schema.ts';
