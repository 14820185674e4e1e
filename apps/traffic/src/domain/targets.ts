/** Compose service names of the services that traffic speaks to. */
const SERVICE_NAMES: ReadonlySet<string> = new Set(['inference', 'features', 'monitor']);

/**
 * Why `url` may not be a target, or undefined where it may. Load belongs to this machine: loopback, the lab's own
 * services, and hosts that someone has named on purpose.
 *
 * @param allowedHosts host names or addresses, without port
 */
export function targetProblem(url: string, allowedHosts: readonly string[]): string | undefined {
  if (!URL.canParse(url)) return 'is not a URL';
  const { protocol, hostname, username, password, pathname, search } = new URL(url);
  if (protocol !== 'http:') return 'must start with http://';
  if (username !== '' || password !== '') return 'must not contain credentials';
  if (pathname !== '/' || search !== '') return 'must be an origin, without path or query';
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isLoopback(host) || SERVICE_NAMES.has(host) || allowedHosts.includes(host)) return undefined;
  return `points to ${host}, which is neither this machine nor in TRAFFIC_ALLOWED_HOSTS`;
}

/** The URL parser has already written every spelling of an IPv4 address as four decimal numbers. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
