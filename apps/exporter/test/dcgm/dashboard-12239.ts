/**
 * The panels of grafana.com's dashboard 12239, from dcgm-exporter's grafana/dcgm-exporter-dashboard.json (Apache-2.0,
 * commit d5e5f51), with both variables at "All", which Grafana writes as `.*` in a regular expression.
 */
const ALL = 'instance=~".*", gpu=~".*"';

export const PANELS = [
  ['GPU Temperature', `DCGM_FI_DEV_GPU_TEMP{${ALL}}`],
  ['GPU Avg. Temp', `avg(DCGM_FI_DEV_GPU_TEMP{${ALL}})`],
  ['GPU Power Usage', `DCGM_FI_DEV_POWER_USAGE{${ALL}}`],
  ['GPU Power Total', `sum(DCGM_FI_DEV_POWER_USAGE{${ALL}})`],
  ['GPU SM Clocks', `DCGM_FI_DEV_SM_CLOCK{${ALL}} * 1000000`],
  ['GPU Utilization', `DCGM_FI_DEV_GPU_UTIL{${ALL}}`],
  ['GPU Framebuffer Mem Used', `DCGM_FI_DEV_FB_USED{${ALL}}`],
  ['Tensor Core Utilization', `DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{${ALL}}`],
] as const;
