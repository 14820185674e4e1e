export { Adwin, type AdwinOptions } from './adwin.ts';
export { Ddm, type DdmOptions } from './ddm.ts';
export { PageHinkley, type PageHinkleyOptions } from './page-hinkley.ts';
export type { StreamDetector, StreamState } from './stream-detector.ts';
