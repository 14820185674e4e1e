/**
 * The released versions that nobody has a use for: neither kept by name nor among the newest.
 *
 * @param released versions, whole numbers as text, in any order
 * @param kept whatever their age: those that serve, and those that somebody may have to go back to
 * @param newest how many of the rest stay
 * @returns oldest first
 */
export function superfluousReleases(
  released: readonly string[],
  kept: ReadonlySet<string>,
  newest: number,
): string[] {
  const others = released.filter((version) => !kept.has(version)).sort((a, b) => Number(b) - Number(a));
  return others.slice(newest).reverse();
}
