import { ports } from '../checks/addresses.ts';
import type { LiveLab } from './lab.ts';

const PORT = /\b(127\.0\.0\.1|localhost):(\d+)/g;

/** A text of the documents, which name the ports of `.env`, for a lab that has moved them. */
export function moved(text: string, lab: LiveLab): string {
  const names = ports();
  return text.replaceAll(PORT, (address, _host, port: string) => {
    const name = names.get(Number(port));
    return name === undefined ? address : `127.0.0.1:${lab.ports[name]}`;
  });
}
