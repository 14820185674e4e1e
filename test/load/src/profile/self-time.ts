/** The parts of a `.cpuprofile` (Chrome DevTools Protocol, type Profiler.Profile) that self time is counted from. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  /** Ids of the nodes on top of the stack, one per sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly name: string;
  /** Of the time in which the process was not idle. */
  readonly share: number;
}

export interface Attribution {
  readonly activeSeconds: number;
  readonly byPackage: readonly SelfTime[];
  readonly byFunction: readonly SelfTime[];
}

const IDLE = '(idle)';

/**
 * Where the time of the main thread went. Time in native code and in Node's own functions without a file belongs to
 * the package that called it: a model's run to onnxruntime-node, a write to the logger that wrote.
 */
export function attribute(profile: CpuProfile): Attribution {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const ownerOf = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = nodes.get(at)?.callFrame;
      if (frame?.functionName.startsWith('(') && frame.url === '') return frame.functionName;
      if (frame !== undefined && frame.url !== '') return packageOf(frame.url);
    }
    return '(unknown)';
  };

  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  let active = 0;
  for (const [index, id] of profile.samples.entries()) {
    const node = nodes.get(id);
    const micros = profile.timeDeltas[index] ?? 0;
    if (node === undefined || node.callFrame.functionName === IDLE) continue;
    active += micros;
    add(packages, ownerOf(id), micros);
    add(
      functions,
      `${node.callFrame.functionName || '(anonymous)'} ${placeOf(node.callFrame)}`.trim(),
      micros,
    );
  }
  return {
    activeSeconds: active / 1e6,
    byPackage: shares(packages, active),
    byFunction: shares(functions, active),
  };
}

/** `npm:<package>`, a folder of this repository, or `node:<module>`. */
export function packageOf(url: string): string {
  const [, installed] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (installed !== undefined) return `npm:${installed}`;
  const [, own] = /\/((?:packages|apps)\/[^/]+(?:\/src\/[^/]+(?=\/))?)/.exec(url) ?? [];
  if (own !== undefined) return own;
  return url.startsWith('node:') ? (url.split('/').slice(0, 2).join('/') as string) : url;
}

function placeOf({ url, lineNumber }: { url: string; lineNumber: number }): string {
  return url === '' ? '' : `${packageOf(url)} ${url.split('/').at(-1)}:${lineNumber + 1}`;
}

function add(sums: Map<string, number>, name: string, micros: number): void {
  sums.set(name, (sums.get(name) ?? 0) + micros);
}

function shares(sums: ReadonlyMap<string, number>, whole: number): SelfTime[] {
  return [...sums]
    .map(([name, micros]) => ({ name, share: micros / whole }))
    .sort((a, b) => b.share - a.share);
}
