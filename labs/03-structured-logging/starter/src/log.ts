/** Where every line of this service is written. */
export function log(text: string): void {
  process.stdout.write(`${text}\n`);
}
