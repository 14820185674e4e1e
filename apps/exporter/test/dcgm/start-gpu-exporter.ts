import { fileURLToPath } from 'node:url';
import { FIXTURES } from '../fixture-host.ts';
import { type Child, startChild } from '../parity/child.ts';

export const GPU_MACHINES = ['a100-mig', 't4', 'h100', 'laptop', 'simulator'] as const;
export type GpuMachine = (typeof GPU_MACHINES)[number];

/** The exporter as a service, whose nvidia-smi answers as that machine's does; the port is that of its GPU listener. */
export function startGpuExporter(machine: GpuMachine): Promise<Child> {
  return startChild({
    file: process.execPath,
    args: ['--import', '@lab/instrumentation/register', 'src/server.ts'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      PORT: '0',
      GPU_PORT: '0',
      GPU_SOURCE: machine === 'simulator' ? 'simulator' : 'nvidia-smi',
      NVIDIA_SMI: `${FIXTURES}nvidia-smi/fake-nvidia-smi`,
      FAKE_NVIDIA_SMI: machine,
      USER_ID_SALT: 'a salt for tests only',
      OTEL_SDK_DISABLED: 'true',
    },
    listening: /listener_opened[^\n]*http:\/\/127\.0\.0\.1:(\d+)[\s\S]*service_listening/,
  });
}
