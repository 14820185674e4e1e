/** The site in a real browser, served as the lab serves it. SCREENSHOTS=<folder> keeps what it saw. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringSiteUpToDate, DIST } from './built-site.ts';
import { chromiumIn, hasChromium } from './chromium.ts';

if (!hasChromium)
  process.stderr.write('no Chromium found (CHROMIUM_PATH, PATH): the site is not looked at in a browser\n');

const STEP_LIMIT_MS = 120_000;
const PROGRESS = {
  version: 1,
  labs: {
    '01-deploy-the-stack': {
      title: 'Deploy the stack',
      started_at: '2026-11-21T08:00:00.000Z',
      starts: 1,
      active: true,
      tasks: { 'first-task': { passed_at: '2026-11-21T08:10:00.000Z', hints: 1 } },
    },
  },
};

describe.skipIf(!hasChromium)('the site in a browser', { timeout: STEP_LIMIT_MS }, () => {
  let service: ServiceProcess;
  let browser: Browser;
  let url: string;
  let folder: string;
  const progressFile = (): string => join(folder, 'progress.json');

  beforeAll(async () => {
    bringSiteUpToDate();
    folder = mkdtempSync(join(tmpdir(), 'lab-site-'));
    service = startServiceProcess({
      folder: new URL('../../../apps/site/', import.meta.url),
      env: {
        PORT: '0',
        USER_ID_SALT: 'a salt for tests only',
        OTEL_SDK_DISABLED: 'true',
        SITE_FOLDER: DIST,
        PROGRESS_FILE: progressFile(),
        // A lab that runs beside another: what the texts name as 9090 is elsewhere here.
        LAB_PORTS: 'PROMETHEUS_PORT=13232,INFERENCE_PORT=12222',
      },
    });
    url = await service.ready();
    browser = await chromium.launch(chromiumIn(folder));
  }, 15 * 60_000);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page of a fresh visitor; whatever it loads from elsewhere, or throws, fails the step. */
  async function visit(path: string, step: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const wrong: string[] = [];
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_LIMIT_MS / 2);
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) wrong.push(request.url());
    });
    await page.goto(url + path, { waitUntil: 'networkidle' });
    await step(page);
    await context.close();
    expect(wrong).toEqual([]);
  }

  async function keep(page: Page, name: string): Promise<void> {
    const screenshots = process.env.SCREENSHOTS;
    if (screenshots === undefined) return;
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  it('home - when it is opened - then it leads to lessons and labs', async () => {
    await visit('/', async (page) => {
      await keep(page, 'home');
      await page.getByRole('link', { name: 'Labs', exact: true }).first().click();
      await page.waitForURL('**/labs/');
    });
  });

  it('search - when the name of a metric is typed - then its entry of the reference comes first', async () => {
    await visit('/', async (page) => {
      await page.getByRole('button', { name: 'Search' }).first().click();
      await page.locator('#localsearch-input').fill('ml_predictions_total');
      const first = page.locator('#localsearch-list a').first();
      await first.waitFor();
      await expect
        .poll(() => first.getAttribute('href'), { timeout: 30_000 })
        .toContain('/reference/metrics');
      await keep(page, 'search');
      await first.click();
      await page.waitForURL('**/reference/metrics#ml_predictions_total');
    });
  });

  it('dark mode - when it is switched on - then the page is dark, and a diagram is drawn again', async () => {
    await visit('/lessons/module-08/2-prometheus-metrics-collection', async (page) => {
      const drawing = page.locator('.mermaid-drawing svg').first();
      await drawing.waitFor();
      const before = await drawing.innerHTML();
      await keep(page, 'lesson');
      await page.getByRole('switch', { name: /dark/i }).first().click();
      expect(await page.locator('html').getAttribute('class')).toContain('dark');
      await expect.poll(() => drawing.innerHTML(), { timeout: 30_000 }).not.toBe(before);
      await drawing.scrollIntoViewIfNeeded();
      await keep(page, 'lesson-dark-diagram');
    });
  });

  it('a block of code - when its button is pressed - then the clipboard holds it, with the ports of this lab', async () => {
    await visit('/platform/', async (page) => {
      const block = page.locator('div.language-sh', { hasText: '/predict' }).first();
      await block.hover();
      await block.getByRole('button', { name: /copy/i }).click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toContain('curl -s http://127.0.0.1:12222/predict');
      expect(await page.locator('a[href="http://127.0.0.1:13232"]').count()).toBeGreaterThan(0);
      expect(await page.locator('a[href="http://127.0.0.1:9090"]').count()).toBe(0);
    });
  });

  it('a quiz - when a question is answered - then it is judged, explained, kept and can be reset', async () => {
    await visit('/quizzes/module-08', async (page) => {
      const question = page.locator('[data-question="one-declined-payment"]');
      await question.getByText('at errors and latency around 14:03').click();
      await question.getByRole('button', { name: 'Answer' }).click();
      await question.getByText('Wrong.').waitFor();
      await question.getByText('A metric adds up thousands of requests').waitFor();
      await question.scrollIntoViewIfNeeded();
      await keep(page, 'quiz');

      await page.reload({ waitUntil: 'networkidle' });
      await question.getByText('Wrong.').waitFor();
      await page.getByRole('button', { name: /Start again/ }).click();
      await expect.poll(() => question.getByText('Wrong.').count(), { timeout: 30_000 }).toBe(0);

      await question.getByText('for the line of the event').click();
      await question.getByRole('button', { name: 'Answer' }).click();
      await question.getByText('Right.', { exact: true }).waitFor();
      expect(await page.locator('.quiz-score').first().textContent()).toContain('1 right of 1 answered');
    });
  });

  it('the labs - when none was started, and when one is - then the page says so', async () => {
    rmSync(progressFile(), { force: true });
    await visit('/labs/', async (page) => {
      await page.getByText('No lab has been started yet').waitFor();
      writeFileSync(progressFile(), JSON.stringify(PROGRESS));
      await page.reload({ waitUntil: 'networkidle' });
      await page.getByText(/\d+ of \d+ labs done/).waitFor();
      await keep(page, 'labs');
    });
  });

  it('addresses of the lab - when the reference is opened - then they are those of this one', async () => {
    await visit('/reference/', async (page) => {
      await page.getByText('127.0.0.1:13232').first().waitFor();
      await keep(page, 'reference');
    });
  });
});
