import { readFileSync } from 'node:fs';

const AT_PAGESZ = 6n;
const AT_NULL = 0n;
const USUAL_PAGE_BYTES = 4096;
const ENTRY_BYTES = 16;

/**
 * Size of a memory page from this process's auxiliary vector (getauxval(3)), which Node does not tell: 4 KiB on
 * x86, and 4, 16 or 64 KiB on ARM.
 */
export function pageBytes(): number {
  try {
    return pageBytesOf(readFileSync('/proc/self/auxv'));
  } catch {
    return USUAL_PAGE_BYTES; // no /proc, no sockstat either
  }
}

/** @param auxv pairs of 64-bit numbers, kind and value, the last kind being 0 */
export function pageBytesOf(auxv: Buffer): number {
  for (let at = 0; at + ENTRY_BYTES <= auxv.length; at += ENTRY_BYTES) {
    const kind = auxv.readBigUInt64LE(at);
    if (kind === AT_PAGESZ) return Number(auxv.readBigUInt64LE(at + ENTRY_BYTES / 2));
    if (kind === AT_NULL) break;
  }
  return USUAL_PAGE_BYTES;
}
