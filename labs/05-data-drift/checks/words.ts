/** The parts of an answer, however they are separated: `31 3 17`, `31, 3, 17` and `31;3;17` say the same. */
export const wordsOf = (answer: string | undefined): string[] =>
  (answer ?? '').split(/[\s,;]+/).filter((word) => word !== '');
