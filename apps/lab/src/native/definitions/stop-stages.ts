/** The order of stopping: no customer meets a service that is gone, no telemetry a Collector that is gone. */
export const STOP_STAGE = {
  traffic: 0,
  inference: 1,
  services: 2,
  collector: 3,
  stores: 4,
} as const;
