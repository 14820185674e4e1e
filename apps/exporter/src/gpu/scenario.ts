/** Troubles that a drill can ask the simulated GPUs for; none is among them. */
export const SCENARIOS = [
  'none',
  'high_utilisation',
  'low_memory',
  'memory_leak',
  'thermal_throttling',
  'xid_error',
] as const;

export type Scenario = (typeof SCENARIOS)[number];

export const isScenario = (value: unknown): value is Scenario =>
  (SCENARIOS as readonly unknown[]).includes(value);
