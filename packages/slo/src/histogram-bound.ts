/**
 * A bucket's bound as Prometheus 3 stores it in `le`, whatever the target wrote: `1` becomes `1.0`, and from a million
 * on, as below a ten-thousandth, an exponent of two digits appears. A selector with `le="1"` matches nothing.
 */
export function histogramBound(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be the bound of a bucket`);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  if (value !== 0 && (Number(exponent) < -4 || Number(exponent) >= 6)) {
    return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(2, '0')}`;
  }
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}
