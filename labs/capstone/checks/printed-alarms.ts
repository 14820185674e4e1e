/**
 * The alarms in what a program has printed: one JSON object, over several lines or among others. Warnings of Node and a
 * learner's own lines come with it, as both streams are read.
 */
export function alarmsIn(output: string): readonly boolean[] | undefined {
  const lines = output.split('\n').map((line) => line.trim());
  const spread = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1);
  for (const text of [...lines.reverse(), spread]) {
    if (!text.startsWith('{')) continue;
    const { alarms } = parsed(text);
    if (Array.isArray(alarms)) return alarms.map(Boolean);
  }
  return undefined;
}

function parsed(text: string): { readonly alarms?: unknown } {
  try {
    return JSON.parse(text) as { alarms?: unknown };
  } catch {
    return {};
  }
}
