import { ParseError } from '../errors.ts';

/** `Pages active:       123456.` of vm_stat(1), and `"Translation faults":`, which is quoted. */
const LINE = /^"?([A-Z][^:"]*)"?:\s+(\d+)\.$/;
const PAGE_SIZE = /page size of (\d+) bytes/;

/** Bytes per line of vm_stat(1), which counts in pages (host_statistics64 of the kernel). */
export function parseVmStat(text: string): Map<string, number> {
  const [header = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const pageBytes = Number(PAGE_SIZE.exec(header)?.[1] ?? Number.NaN);
  if (Number.isNaN(pageBytes)) throw new ParseError('vm_stat', header);
  const bytes = new Map<string, number>();
  for (const line of lines) {
    const [, name, pages] = LINE.exec(line) ?? [];
    if (name === undefined) throw new ParseError('vm_stat', line);
    bytes.set(name, Number(pages) * pageBytes);
  }
  return bytes;
}
