/** First line of a generated file; whoever opens it learns where to make the change instead. */
export const generatedFrom = (source: string): string =>
  `# Generated from ${source} by \`npm run generate\`. Do not edit.\n`;

export const GENERATED = generatedFrom('packages/catalogue');
