import type { GpuReading } from './reading.ts';
import type { Scenario } from './scenario.ts';
import { SeededNoise } from './seeded-noise.ts';

/** An air-cooled data centre card of the 80 GiB class; the figures are round, since no real card is meant. */
const MEMORY_MIB = 81_920;
const RESERVED_MIB = 640;
const WEIGHTS_MIB = 16_384;
const CACHE_MIB = 40_000;
const IDLE_W = 60;
const FULL_W = 400;
const AMBIENT_C = 28;
const KELVIN_PER_WATT = 0.12;
const MEMORY_ABOVE_CORE_K = 7;
const IDLE_MHZ = 345;
const BOOST_MHZ = 1980;
const MEMORY_MHZ = 2619;
const THROTTLE_C = 74;
const THROTTLE_MHZ_PER_K = 45;

/** Time constants in seconds: how slowly each quantity follows the one that drives it. */
const DEMAND_TAU = 120;
const UTILIZATION_TAU = 4;
const POWER_TAU = 1.5;
const TEMPERATURE_TAU = 40;
const MEMORY_TAU = 60;
const DEMAND_SPREAD = 1.1;
const DEMAND_MEAN = 0.2;
const TIDE_PERIOD = 1800;

/** How far a real load jitters from second to second, as a share of the chip. */
const LOAD_SPREAD = 0.02;
/** What a drill does to it: a room that is too warm, memory that is not given back, an error of the chip. */
const HOT_AMBIENT_C = 62;
const LEAK_MIB_PER_SECOND = 512;
const LEFT_FREE_MIB = 1024;
/** Double bit ECC error (NVIDIA XID catalogue). */
const XID_OF_THE_DRILL = 48;

/**
 * A GPU that nobody has, for a lab without one. Demand wanders (an Ornstein-Uhlenbeck process on top of a slow tide),
 * utilization follows demand or the load of the real inference service, power follows utilization, temperature follows power (Newton's law of cooling), and
 * clocks yield to heat. Steps of one second, so that the same seed gives the same history however often it is read.
 */
export class SimulatedGpu {
  readonly #index: number;
  readonly #noise: SeededNoise;
  #second = 0;
  #demand = 0;
  #utilization = 0;
  #power = IDLE_W;
  #temperature = AMBIENT_C + IDLE_W * KELVIN_PER_WATT;
  #cache = 0;
  #energy = 0;
  #leaked = 0;
  #xid = 0;
  #ambient = AMBIENT_C;

  constructor(index: number, seed: number) {
    this.#index = index;
    this.#noise = new SeededNoise(seed * 1000 + index);
  }

  /**
   * One second passes.
   *
   * @param load how busy it is kept, 0 to 1; undefined leaves it to its own demand
   */
  step(scenario: Scenario, load: number | undefined): void {
    this.#second += 1;
    // Drawn whether it is needed or not: the same seed gives the same history once the load is unknown again.
    const noise = this.#noise.normal();
    this.#demand += -this.#demand / DEMAND_TAU + DEMAND_SPREAD * Math.sqrt(2 / DEMAND_TAU) * noise;
    const wanted =
      scenario === 'high_utilisation'
        ? 1
        : load === undefined
          ? this.#ownDemand()
          : clamp(load + LOAD_SPREAD * noise);
    this.#suffer(scenario);
    this.#utilization = towards(this.#utilization, wanted, UTILIZATION_TAU);
    this.#power = towards(this.#power, IDLE_W + (FULL_W - IDLE_W) * this.#utilization, POWER_TAU);
    this.#temperature = towards(
      this.#temperature,
      this.#ambient + this.#power * KELVIN_PER_WATT,
      TEMPERATURE_TAU,
    );
    this.#cache = towards(this.#cache, CACHE_MIB * this.#utilization, MEMORY_TAU);
    this.#energy += this.#power;
  }

  #ownDemand(): number {
    const tide = Math.sin((2 * Math.PI * this.#second) / TIDE_PERIOD + this.#index);
    return 1 / (1 + Math.exp(-(DEMAND_MEAN + tide + this.#demand)));
  }

  /** What is not played is over: the leaking process is gone, the room cool, the driver loaded anew. */
  #suffer(scenario: Scenario): void {
    this.#ambient = scenario === 'thermal_throttling' ? HOT_AMBIENT_C : AMBIENT_C;
    this.#xid = scenario === 'xid_error' ? XID_OF_THE_DRILL : 0;
    if (scenario === 'memory_leak') this.#leaked += LEAK_MIB_PER_SECOND;
    else this.#leaked = scenario === 'low_memory' ? MEMORY_MIB : 0;
  }

  reading(): GpuReading {
    const usedMib = Math.min(
      WEIGHTS_MIB + Math.round(this.#cache) + this.#leaked,
      MEMORY_MIB - RESERVED_MIB - LEFT_FREE_MIB,
    );
    const throttledMhz = Math.max(0, this.#temperature - THROTTLE_C) * THROTTLE_MHZ_PER_K;
    const boost = Math.min(1, this.#utilization * 10);
    const share = (factor: number) => Math.round(this.#utilization * factor * 1e4) / 1e4;
    return {
      gpu: String(this.#index),
      uuid: `GPU-simulated-${this.#index}`,
      pciBusId: `00000000:${(this.#index + 1).toString(16).padStart(2, '0').toUpperCase()}:00.0`,
      modelName: 'Simulated GPU (80 GiB)',
      driverVersion: 'simulated',
      values: {
        DCGM_FI_DEV_SM_CLOCK: Math.max(
          IDLE_MHZ,
          Math.round(IDLE_MHZ + (BOOST_MHZ - IDLE_MHZ) * boost - throttledMhz),
        ),
        DCGM_FI_DEV_MEM_CLOCK: MEMORY_MHZ,
        DCGM_FI_DEV_MEMORY_TEMP: Math.round(this.#temperature + MEMORY_ABOVE_CORE_K * this.#utilization),
        DCGM_FI_DEV_GPU_TEMP: Math.round(this.#temperature),
        DCGM_FI_DEV_POWER_USAGE: Math.round(this.#power * 1000) / 1000,
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION: Math.round(this.#energy * 1000),
        DCGM_FI_DEV_GPU_UTIL: Math.round(this.#utilization * 100),
        DCGM_FI_DEV_MEM_COPY_UTIL: Math.round(this.#utilization * 60),
        DCGM_FI_DEV_ENC_UTIL: 0,
        DCGM_FI_DEV_DEC_UTIL: 0,
        DCGM_FI_DEV_XID_ERRORS: this.#xid,
        DCGM_FI_DEV_FB_FREE: MEMORY_MIB - RESERVED_MIB - usedMib,
        DCGM_FI_DEV_FB_USED: usedMib,
        DCGM_FI_DEV_FB_RESERVED: RESERVED_MIB,
        DCGM_FI_PROF_GR_ENGINE_ACTIVE: share(1),
        DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: share(0.55),
        DCGM_FI_PROF_DRAM_ACTIVE: share(0.6),
      },
    };
  }
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** First-order lag over one second. */
const towards = (value: number, target: number, tau: number): number =>
  value + (target - value) * (1 - Math.exp(-1 / tau));
