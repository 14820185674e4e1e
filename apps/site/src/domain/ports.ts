/** @param text `PROMETHEUS_PORT=9090,LOKI_PORT=3100`, or nothing */
export function portsOf(text: string): Readonly<Record<string, number>> {
  const pairs = text === '' ? [] : text.split(',');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', port] = pair.split('=');
      return [key, Number(port)];
    }),
  );
}
