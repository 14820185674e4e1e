import { describe, expect, test } from 'vitest';
import { attribute, type CpuProfile, packageOf } from './self-time.ts';

const frame = (functionName: string, url = '', lineNumber = 0) => ({ functionName, url, lineNumber });

describe('attribute', () => {
  test('attribute - when native code is called from a package - then its time is that package’s, and idle is nobody’s', () => {
    const profile: CpuProfile = {
      nodes: [
        { id: 1, callFrame: frame('(root)'), children: [2, 4, 5] },
        {
          id: 2,
          callFrame: frame('run', 'file:///lab/node_modules/onnxruntime-node/dist/a.js', 9),
          children: [3],
        },
        { id: 3, callFrame: frame('runNative') },
        { id: 4, callFrame: frame('(idle)') },
        { id: 5, callFrame: frame('(garbage collector)') },
      ],
      samples: [2, 3, 3, 4, 5],
      timeDeltas: [100_000, 200_000, 300_000, 9_000_000, 400_000],
    };
    expect(attribute(profile)).toEqual({
      activeSeconds: 1,
      byPackage: [
        { name: 'npm:onnxruntime-node', share: 0.6 },
        { name: '(garbage collector)', share: 0.4 },
      ],
      byFunction: [
        { name: 'runNative', share: 0.5 },
        { name: '(garbage collector)', share: 0.4 },
        { name: 'run npm:onnxruntime-node a.js:10', share: 0.1 },
      ],
    });
  });
});

describe('packageOf', () => {
  test.each([
    ['file:///lab/node_modules/@opentelemetry/api/build/x.js', 'npm:@opentelemetry/api'],
    ['file:///lab/node_modules/pino/node_modules/sonic-boom/index.js', 'npm:sonic-boom'],
    ['file:///lab/packages/instrumentation/src/tracing/spans.ts', 'packages/instrumentation/src/tracing'],
    ['file:///lab/packages/instrumentation/src/telemetry.ts', 'packages/instrumentation'],
    ['node:internal/streams/writable', 'node:internal/streams'],
    ['node:_http_server', 'node:_http_server'],
  ])('packageOf - when the file is %s - then it is %s', (url, expected) => {
    expect(packageOf(url)).toBe(expected);
  });
});
