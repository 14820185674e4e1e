import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface LogFile {
  /** The process that writes it. */
  readonly name: string;
  readonly path: string;
  /** One of our services: JSON lines, or what it wrote to standard error. */
  readonly isService: boolean;
}

const ROTATED = /\.1\.[a-z]+$/;

/** The current log files of a lab; rotated ones are left out. */
export function listLogFiles(folder: string): LogFile[] {
  return readdirSync(folder)
    .filter((file) => /\.(jsonl|log)$/.test(file) && !ROTATED.test(file))
    .sort()
    .map((file) => ({
      name: file.split('.')[0] ?? file,
      path: join(folder, file),
      isService: file.endsWith('.jsonl') || file.endsWith('.stderr.log'),
    }));
}
