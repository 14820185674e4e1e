import { readFileSync, writeFileSync } from 'node:fs';
import { wassersteinDistance } from '../src/distances/index.ts';
import { SortedSample } from '../src/samples/index.ts';
import { kolmogorovSmirnov } from '../src/tests/index.ts';

// Called in a process of its own, `node memory.ts ROWS adopt|keep`; prints the peak beyond the input, in bytes. Linux only.
const [rows = '1000000', mode = 'adopt'] = process.argv.slice(2);
const size = Number(rows);
let state = 1;
const draw = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
// A small run first, so that compiled code and the engine's own growth are not taken for the sample's memory.
compare(Float64Array.from({ length: 5000 }, draw), Float64Array.from({ length: 5000 }, draw));
const reference = new Float64Array(size);
const current = new Float64Array(size);
for (let row = 0; row < size; row += 1) {
  reference[row] = draw();
  current[row] = draw();
}
// 5 resets the kernel's peak to what is resident now (man 5 proc_pid_clear_refs).
writeFileSync('/proc/self/clear_refs', '5');
const before = peakBytes();
compare(reference, current);
process.stdout.write(`${peakBytes() - before}\n`);

function peakBytes(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}

function compare(left: Float64Array, right: Float64Array): void {
  const scratch = new Float64Array(Math.ceil(left.length / 2));
  const samples =
    mode === 'keep'
      ? [SortedSample.from(left, scratch), SortedSample.from(right, scratch)]
      : [SortedSample.adopt(left, scratch), SortedSample.adopt(right, scratch)];
  kolmogorovSmirnov(samples[0] as SortedSample, samples[1] as SortedSample);
  wassersteinDistance(samples[0] as SortedSample, samples[1] as SortedSample);
}
