/**
 * The thread that a model runs in: `session.run()` of onnxruntime-node blocks the event loop it is called from, and
 * that must not be the one that answers probes and requests.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type OnnxRunner, openRunner } from './onnx-runner.ts';
import { type FromWorker, type ToWorker, transferable, type WorkerInput } from './worker-messages.ts';

const port = parentPort;
if (port === null) throw new Error('session-worker.ts runs in a worker thread only');
const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const { model, threads } = workerData as WorkerInput;
const runner = await open();

async function open(): Promise<OnnxRunner | undefined> {
  try {
    const opened = await openRunner(model, threads);
    send({ type: 'opened', inputs: opened.inputs, outputs: opened.outputs });
    return opened;
  } catch (error) {
    send({ type: 'open_failed', message: (error as Error).message });
    return undefined;
  }
}

if (runner !== undefined) {
  port.on('message', async (message: ToWorker) => {
    if (message.type === 'close') {
      await runner.close();
      port.close();
      return;
    }
    try {
      const { outputs, seconds } = await runner.run(message.inputs);
      const { tensors, buffers } = transferable(outputs);
      send({ type: 'ran', id: message.id, outputs: tensors, seconds }, buffers);
    } catch (error) {
      send({ type: 'run_failed', id: message.id, message: (error as Error).message });
    }
  });
}
