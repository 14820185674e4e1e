import { counter, gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';

const TIME_ERROR = 5;
/** Bit of the status: offset and jitter are in nanoseconds. */
const STA_NANO = 0x2000;
const MICROSECONDS = 1e6;
const NANOSECONDS = 1e9;
/** Frequencies are parts per million with 16 bits behind the point (adjtimex(2), notes). */
const SCALED_PPM = 65_536 * 1e6;

/** How well the clock is disciplined, from adjtimex(2). */
export const timex: Collector = {
  name: 'timex',
  enabledByDefault: true,
  create:
    ({ adjtimex }) =>
    () => {
      const clock = adjtimex();
      const unit = (clock.status & STA_NANO) === 0 ? MICROSECONDS : NANOSECONDS;
      return [
        gauge(
          'node_timex_sync_status',
          'Is clock synchronized to a reliable server (1 = yes, 0 = no).',
          Number(clock.state !== TIME_ERROR),
        ),
        gauge(
          'node_timex_offset_seconds',
          'Time offset in between local system and reference clock.',
          clock.offset / unit,
        ),
        gauge(
          'node_timex_frequency_adjustment_ratio',
          'Local clock frequency adjustment.',
          1 + clock.freq / SCALED_PPM,
        ),
        gauge('node_timex_maxerror_seconds', 'Maximum error in seconds.', clock.maxerror / MICROSECONDS),
        gauge(
          'node_timex_estimated_error_seconds',
          'Estimated error in seconds.',
          clock.esterror / MICROSECONDS,
        ),
        gauge('node_timex_status', 'Value of the status array bits.', clock.status),
        gauge('node_timex_loop_time_constant', 'Phase-locked loop time constant.', clock.constant),
        gauge('node_timex_tick_seconds', 'Seconds between clock ticks.', clock.tick / MICROSECONDS),
        gauge('node_timex_pps_frequency_hertz', 'Pulse per second frequency.', clock.ppsfreq / SCALED_PPM),
        gauge('node_timex_pps_jitter_seconds', 'Pulse per second jitter.', clock.jitter / unit),
        gauge('node_timex_pps_shift_seconds', 'Pulse per second interval duration.', clock.shift),
        gauge(
          'node_timex_pps_stability_hertz',
          'Pulse per second stability, average of recent frequency changes.',
          clock.stabil / SCALED_PPM,
        ),
        counter(
          'node_timex_pps_jitter_total',
          'Pulse per second count of jitter limit exceeded events.',
          clock.jitcnt,
        ),
        counter(
          'node_timex_pps_calibration_total',
          'Pulse per second count of calibration intervals.',
          clock.calcnt,
        ),
        counter('node_timex_pps_error_total', 'Pulse per second count of calibration errors.', clock.errcnt),
        counter(
          'node_timex_pps_stability_exceeded_total',
          'Pulse per second count of stability limit exceeded events.',
          clock.stbcnt,
        ),
        gauge('node_timex_tai_offset_seconds', 'International Atomic Time (TAI) offset.', clock.tai),
      ];
    },
};
