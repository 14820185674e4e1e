import type { Injection } from '@lab/catalogue/faults';
import type { LabUnderDrill } from '../lab-under-drill.ts';

/** Brings a fault about, and undoes it. */
export interface Injector {
  /** @param seconds after which it must have ended by itself, wherever that can be had */
  inject(seconds: number): Promise<void>;
  /** Also where `inject` failed half way: it must not throw because there is nothing to undo. */
  rollBack(): Promise<void>;
}

/** What one kind of injection is made of. */
export type Of<Kind extends Injection['kind']> = Extract<Injection, { kind: Kind }>;

/** Longer than any request of a drill should take; a service under fault may answer late. */
export const SWITCH_TIMEOUT_MS = 15_000;

export const authorised = ({ adminToken }: Pick<LabUnderDrill, 'adminToken'>): { authorization: string } => ({
  authorization: `Bearer ${adminToken}`,
});
