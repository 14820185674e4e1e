/**
 * The anchor of a heading as GitHub and its like make it, so that a link to one holds there and on the site:
 * lower case, spaces become hyphens, and what is neither letter, digit, hyphen nor underscore goes.
 */
export const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replace(/\s/g, '-');
