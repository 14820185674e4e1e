/** What every process may see of the caller's environment. A PORT or NODE_OPTIONS of somebody's shell stays out. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'TZ',
  'USER',
  'GOGC',
  'GOMAXPROCS',
  'GOMEMLIMIT',
] as const;

export function baseEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const key of PASSED_ON) {
    const value = env[key];
    if (value !== undefined) passed[key] = value;
  }
  return passed;
}
