import type { Static, TObject, TProperties } from 'typebox';

/** One way in which a service can be made to misbehave. */
export interface FaultKind<Properties extends TProperties = TProperties> {
  readonly name: string;
  readonly description: string;
  /** What may be said about it; every setting has a default. */
  readonly settings: Properties;
  /** Begins to misbehave. @returns what ends it */
  start(settings: Static<TObject<Properties>>): () => void;
}

/** Lets kinds with different settings stand in one list; the switch hands each only what its own schema let through. */
export const faultKind = <const Properties extends TProperties>(kind: FaultKind<Properties>): FaultKind =>
  kind as unknown as FaultKind;
