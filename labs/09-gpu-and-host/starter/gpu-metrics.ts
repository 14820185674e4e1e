/** Translates what nvidia-smi says into metrics under DCGM's names. Task 2. */

/** What nvidia-smi is asked for. Its answer has these columns, in this order. */
export const QUERIES: readonly string[] = ['index', 'uuid', 'name', 'utilization.gpu'];

/**
 * The text that a scrape of this machine's GPUs brings.
 * @param csv one line for each GPU: `0, GPU-5c2f…, Simulated GPU (80 GiB), 57`
 */
export function exposition(csv: string): string {
  const gpus = csv.trim().split('\n');
  return `# ${gpus.length} GPUs, and nothing to say of them yet\n`;
}
