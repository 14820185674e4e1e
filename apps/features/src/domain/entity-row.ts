/** One stored entity: its values in the order of the view's features, null where there is none. */
export interface EntityRow {
  readonly entityId: string;
  /** Unix time in milliseconds of the event that the values describe. */
  readonly eventTime: number;
  readonly values: readonly (number | null)[];
}
