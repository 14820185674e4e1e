import { type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';

/** The exporter as it is really started, with both of its listeners. */
export interface ScrapedExporter {
  readonly process: ServiceProcess;
  /** Both listeners once, one after the other, answers read to the end. @throws where one is not 200 */
  scrape(): Promise<void>;
}

/** @param cacheFolder where compiled modules are kept; an empty one makes it the first start ever */
export async function startScrapedExporter(cacheFolder: string): Promise<ScrapedExporter> {
  const process = startServiceProcess({
    folder: new URL('../..', import.meta.url),
    env: {
      PORT: '0',
      GPU_PORT: '0',
      GPU_SOURCE: 'simulator',
      USER_ID_SALT: 'a salt for tests only',
      NODE_COMPILE_CACHE: cacheFolder,
    },
  });
  await process.ready();
  const urls = process.lines
    .filter(({ event_type }) => event_type === 'listener_opened')
    .map(({ listening_on }) => `${listening_on}/metrics`);
  if (urls.length !== 2) throw new Error(`${urls.length} listeners instead of 2`);
  return {
    process,
    async scrape() {
      for (const url of urls) {
        const response = await fetch(url);
        const { length } = await response.text();
        if (!response.ok || length === 0) throw new Error(`${url} answered ${response.status}`);
      }
    },
  };
}
