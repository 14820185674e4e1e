/** First line of every generated file. */
export const GENERATED = '# Generated from packages/catalogue by `npm run generate`. Do not edit.\n';
