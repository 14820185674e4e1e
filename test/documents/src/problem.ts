/** What a reader would stumble over, and where. */
export interface Problem {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly line: number;
  readonly expected: string;
  readonly seen: string;
}

/** One line that an editor can jump from. */
export const problemLine = ({ path, line, expected, seen }: Problem): string =>
  `${path}:${line}: expected ${expected}, saw ${seen}`;
