/**
 * What tests of several workspaces share: a service as a process of its own, the Collector that it exports to, and
 * waiting with a deadline.
 *
 * For tests only: nothing that a service loads may import it. Its protobufjs is a devDependency of this package, which
 * a production install leaves out.
 */
export { eventually } from './eventually.ts';
export {
  type Answer,
  hangUp,
  OtlpCollector,
  type ReceivedRequest,
  silence,
  status,
} from './otlp-collector.ts';
export {
  attributesOf,
  type DecodedRequest,
  type DecodedSpan,
  decodeRequest,
  hexOf,
  spansOf,
} from './otlp-decoder.ts';
export { type ServiceProcess, type ServiceProcessOptions, startServiceProcess } from './service-process.ts';
