/** One process or container of a running lab, whichever way it runs: what `status` shows and other commands read. */
export interface ComponentStatus {
  readonly name: string;
  readonly kind: 'database' | 'service' | 'engine';
  readonly state: string;
  readonly ready: boolean;
  readonly detail?: string;
  readonly pid?: number;
  readonly ports: readonly number[];
  readonly uptimeMs?: number;
  readonly readyAfterMs?: number;
  readonly restarts: number;
  readonly memoryBytes?: number;
  readonly version: string;
}

export interface LabStatus {
  readonly route: 'docker' | 'native';
  readonly components: readonly ComponentStatus[];
}
