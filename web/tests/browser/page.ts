/** A browser page on the running service that keeps account of all that must not happen. */
import { type Browser, chromium, type Page, type ViewportSize } from 'playwright-core';
import { type Holder, tokenOf } from './holders';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** WebGL by software, so that the map draws on a machine without a graphics card. */
const SOFTWARE_WEBGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
export const NO_WEBGL = ['--disable-gpu', '--disable-3d-apis'];
export const DESKTOP: ViewportSize = { width: 1400, height: 900 };
export const PHONE: ViewportSize = { width: 390, height: 844 };

export type Visit = { page: Page; faults: string[] };

export function serviceAddress(): string {
  const address = process.env['TACKNING_URL'];
  if (!address) throw new Error('set TACKNING_URL to the address of a running service');
  return address.replace(/\/$/, '');
}

/** `drawing` says how the browser draws in three dimensions. */
export function launch(drawing = SOFTWARE_WEBGL): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless=new', '--no-sandbox', ...drawing],
  });
}

/** A page that the browser keeps is tried by itself: elsewhere every request is seen by the test. */
export type Keeping = 'block' | 'allow';

/** Opens the page in a context of its own; `faults` collects what the page did wrong. */
export async function visit(
  browser: Browser,
  path = '/',
  viewport = DESKTOP,
  holder: Holder | null = null,
  serviceWorkers: Keeping = 'block',
): Promise<Visit> {
  const context = await browser.newContext({
    ...{
      viewport,
      serviceWorkers,
      locale: 'sv-SE',
      timezoneId: 'Europe/Stockholm',
      reducedMotion: 'reduce',
    },
  });
  if (holder) {
    const asked = { data: { token: tokenOf(holder) } };
    const answer = await context.request.post(`${serviceAddress()}/auth/token-session`, asked);
    if (!answer.ok()) throw new Error(`signing in as ${holder} answered ${answer.status()}`);
  }
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(serviceAddress() + path);
  await page.getByRole('tabpanel').waitFor();
  return { page, faults };
}

export async function mapAtRest(page: Page): Promise<void> {
  await page.locator('.maplibregl-map[aria-busy="false"]').waitFor({ timeout: 45_000 });
}

/** Asks the API as the page does, to compare what the page shows. */
export async function fromApi<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`${serviceAddress()}/api/v1/${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as Answer;
}

function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('request', (request) => {
    if (!isOurs(request.url())) faults.push(`left the service: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()}: ${response.url()}`);
  });
  return faults;
}

function isOurs(url: string): boolean {
  return url.startsWith(serviceAddress()) || url.startsWith('data:') || url.startsWith('blob:');
}
