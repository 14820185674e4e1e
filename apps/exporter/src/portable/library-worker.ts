import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { baseboard, bios, chassis, fsSize, mem, networkStats, osInfo, system } from 'systeminformation';
import type { Answers, Question } from './library.ts';

const run = promisify(execFile);

const ANSWERS: { readonly [Asked in Question]: () => Promise<Answers[Asked]> } = {
  mem: () => mem(),
  fsSize: () => fsSize(),
  networkStats: () => networkStats('*'),
  osInfo: () => osInfo(),
  system: () => system(),
  bios: () => bios(),
  baseboard: () => baseboard(),
  chassis: () => chassis(),
  vmStat: async () => (await run('/usr/bin/vm_stat')).stdout,
};

export interface Asked {
  readonly id: number;
  readonly question: Question;
}

export type Told =
  | { readonly id: number; readonly answer: Answers[Question] }
  | { readonly id: number; readonly failure: string };

parentPort?.on('message', async ({ id, question }: Asked) => {
  const told = await ANSWERS[question]().then(
    (answer): Told => ({ id, answer }),
    (error: unknown): Told => ({ id, failure: String(error) }),
  );
  parentPort?.postMessage(told);
});
