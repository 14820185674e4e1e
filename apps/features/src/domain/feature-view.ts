/** What one feature is: enough to make its column, check what is written and judge what is served. */
export interface FeatureDefinition {
  readonly name: string;
  readonly description: string;
  readonly type: 'integer' | 'float';
  /** Inclusive; a value outside fails the `range` check. */
  readonly range: readonly [minimum: number, maximum: number];
  /** Whether "not known" is an answer; a null elsewhere fails the `null` check. */
  readonly nullable: boolean;
  /** Age of the event, in seconds, from which a value is served as `stale`. */
  readonly maxAgeSeconds: number;
}

/** Features of one kind of entity that are computed together, and so share an event timestamp. */
export interface FeatureView {
  /** Also the name of the table. */
  readonly name: string;
  readonly description: string;
  /** Join key: the entity's name in Feast requests. */
  readonly entity: string;
  readonly features: readonly FeatureDefinition[];
}

/** A named selection of features: what one model asks for. */
export interface FeatureService {
  readonly name: string;
  readonly view: string;
  readonly features: readonly string[];
}
