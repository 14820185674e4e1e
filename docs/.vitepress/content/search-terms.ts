/**
 * Terms of a text for the search: its words, and besides them names with underscores, colons and dots as they are
 * written, so that `ml_predictions_total` finds that metric before pages about any prediction.
 *
 * The page runs this function from its source text, so it uses nothing from outside.
 */
export function searchTerms(text: string): string[] {
  const words = text.split(/[\n\r\p{Z}\p{P}\p{S}]+/u).filter((word) => word !== '');
  const names = text.match(/[A-Za-z][A-Za-z0-9]*(?:[_:.][A-Za-z0-9_]+)+/g) ?? [];
  return [...words, ...names];
}
