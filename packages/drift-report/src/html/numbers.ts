/** Four significant digits, with an exponent only where a person would write one. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-4 || magnitude >= 1e7) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

/** A chance: below a billionth nobody tells them apart. */
export function formatChance(value: number): string {
  return value < 1e-9 ? '< 1e-9' : formatNumber(value);
}

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US').replaceAll(',', '\u202f');
}

export function formatShare(value: number): string {
  if (value > 0 && value < 0.0005) return '< 0.1 %';
  return `${(100 * value).toFixed(1)} %`;
}
