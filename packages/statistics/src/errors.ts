export type StatisticsErrorCode =
  /** A sample has no usable value left (it was empty, or every value was missing). */
  | 'EMPTY_SAMPLE'
  /** A sample holds NaN where the function asks for cleaned values; see `finiteValues`. */
  | 'MISSING_VALUE'
  /** A sample holds an infinity where the result would have no meaning. */
  | 'INFINITE_VALUE'
  /** Too few observations for the formula, for example one value for a variance. */
  | 'SAMPLE_TOO_SMALL'
  /** Two inputs that must be as long as each other are not. */
  | 'LENGTH_MISMATCH'
  /** A count or a weight is negative, not finite or not an integer. */
  | 'INVALID_COUNT'
  /** An option is outside its documented range. */
  | 'INVALID_OPTION'
  /** All values are equal where the method compares ranks or bins of different ones. */
  | 'CONSTANT_SAMPLE';

/** The one error that the functions of this package throw; `code` is stable, the message is for people. */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError';
  readonly code: StatisticsErrorCode;

  constructor(code: StatisticsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
