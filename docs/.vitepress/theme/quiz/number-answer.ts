/** What was typed into a field, as an answer; undefined where it is none (yet). */
export function numberAnswer(text: string, form: 'number' | 'minute'): number | undefined {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return undefined;
  return form === 'number' || (Number.isInteger(value) && value >= 0) ? value : undefined;
}
