/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  /** `missing` leaves something out of the lab, `blocks` keeps it from starting. */
  readonly verdict: 'ok' | 'missing' | 'blocks';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}
