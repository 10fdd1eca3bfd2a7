/**
 * Every page in every form: desk and phone, Chinese and English, light and dark. Whatever is shown fits, is readable, stands still,
 * is in the reader's language and light enough for a slow line.
 */

import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { loginOf, type Role } from '../accounts.ts';
import { enter, expect, test } from '../fixtures.ts';
import { look, type Findings } from '../look.ts';

/** The most that one page may load, compressed, with its styles, script and icons. */
const PAGE_BYTES_MAX = 200_000;
/** Ten seconds on a calm machine, and as many minutes as it takes to be sure on a busy one. */
const TEST_MS_MAX = 240_000;
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const SCREENS = { desk: { width: 1280, height: 720 }, phone: { width: 360, height: 740 } } as const;

interface Place {
  readonly name: string;
  readonly role?: Role;
  /** An address, or how to get there. */
  readonly go: string | ((page: Page, example: { number: string; code: string }) => Promise<void>);
  /** It is about errors: the browser reports the status too. */
  readonly status?: 403 | 404 | 422;
  /** It speaks of programs, in English by nature. */
  readonly technical?: true;
}

const first = (list: string) => async (page: Page): Promise<void> => {
  await page.goto(list);
  await page.goto((await page.locator('.row-link').first().getAttribute('href')) ?? list);
};

const PLACES: readonly Place[] = [
  { name: 'sign-in', go: '/sign-in' },
  { name: 'public look-up', go: '/public' },
  {
    name: 'public request',
    go: async (page, { number, code }) => {
      await page.goto('/public');
      await page.locator('#f-number').fill(number);
      await page.locator('#f-code').fill(code);
      await page.locator('main form button').click();
      await expect(page.locator('.timeline')).toBeVisible();
    },
  },
  { name: 'not found', go: '/there-is-no-such-page', status: 404 },
  { name: 'API document', go: '/api/docs', technical: true },
  { name: 'style guide', go: '/design', technical: true },
  { name: 'desk', role: 'agent', go: '/desk' },
  {
    name: 'desk with errors',
    role: 'agent',
    go: async (page) => {
      await page.goto('/desk');
      await page.keyboard.press('Control+Enter');
      await expect(page.locator('[role="alert"]').first()).toBeVisible();
    },
    status: 422,
  },
  { name: 'account', role: 'agent', go: '/account' },
  { name: 'not allowed', role: 'agent', go: '/review', status: 403 },
  { name: 'pool', role: 'dispatcher', go: '/pool' },
  { name: 'pool item', role: 'dispatcher', go: first('/pool') },
  { name: 'inbox', role: 'handler', go: '/inbox' },
  { name: 'order', role: 'handler', go: first('/inbox') },
  { name: 'review', role: 'reviewer', go: '/review' },
  { name: 'report', role: 'reviewer', go: first('/review') },
  { name: 'call-back', role: 'callback_agent', go: '/callback' },
  { name: 'call', role: 'callback_agent', go: first('/callback') },
  { name: 'requests', role: 'supervision', go: '/requests' },
  { name: 'no requests', role: 'supervision', go: '/requests?q=%23%23%23' },
  { name: 'request, new', role: 'supervision', go: first('/requests') },
  { name: 'request, in hand', role: 'supervision', go: first('/requests?state=handling') },
  { name: 'request, closed', role: 'supervision', go: first('/requests?state=closed') },
];

/** Signs each role in once for all tests of a worker: whoever signs in too often is made to wait. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

async function pageOf(browser: Browser, server: { url: string; password: () => string }, role: Role | undefined, screen: keyof typeof SCREENS, wish: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: SCREENS[screen] });
  await context.addCookies([{ name: 'lx-look', value: wish, url: server.url }]);
  // What arrives later is not asked here: a list that the feed refreshes may grow.
  await context.route('**/live*', (route) => route.fulfill({ contentType: 'text/event-stream', body: '' }));
  const page = await context.newPage();
  if (role === undefined) return page;
  const known = sessions.get(server.url + role);
  if (known) await context.addCookies(known);
  else {
    await enter(page, loginOf(role), server.password());
    sessions.set(server.url + role, (await context.cookies()).filter((cookie) => cookie.name !== 'lx-look'));
  }
  return page;
}

function faults(found: Findings, place: Place, errors: readonly string[]): string[] {
  const unexpected = errors.filter((error) => place.status === undefined || !error.includes(`${place.status}`));
  return [
    ...(found.overflow > 0 ? [`sticks out by ${found.overflow} px`] : []),
    // A clock that grows by a digit may move its line by a hair; a hundredth is a tenth of what readers call steady.
    ...(found.shift > 0.01 && !place.technical ? [`moved by ${found.shift}: ${found.moved.join(', ')}`] : []),
    ...(found.bytes > PAGE_BYTES_MAX ? [`weighs ${found.bytes} bytes`] : []),
    ...found.cut.map((text) => `cut without a title: ${text}`),
    ...(place.technical ? [] : found.foreign.map((text) => `in the other language: ${text}`)),
    ...(place.technical ? [] : found.marks.map((text) => `marks of the other language: ${text}`)),
    ...unexpected.map((error) => `the browser reports: ${error}`),
  ];
}

test.describe.configure({ mode: 'parallel' });
// The findings say what is wrong and where; a recording of two hundred pages would only make them late.
test.use({ actionTimeout: 10_000, trace: 'off', screenshot: 'off' });

for (const screen of ['desk', 'phone'] as const) {
  for (const lang of ['zh', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      test(`every page: ${screen}, ${lang}, ${theme}`, async ({ browser, server }) => {
        test.setTimeout(TEST_MS_MAX);
        // Structure and contrast do not depend on the language alone: each screen and each theme is looked at in one of them.
        const withAxe = (lang === 'zh') === (theme === 'light');
        const all: string[] = [];
        const pages = new Map<Role | undefined, { page: Page; errors: string[] }>();
        for (const place of PLACES) {
          let seen = pages.get(place.role);
          if (seen === undefined) {
            const errors: string[] = [];
            const page = await pageOf(browser, server, place.role, screen, `${lang}.${theme}`);
            page.on('pageerror', (error) => errors.push(error.message));
            page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
            seen = { page, errors };
            pages.set(place.role, seen);
          }
          const { page, errors } = seen;
          errors.length = 0;
          if (typeof place.go === 'string') await page.goto(place.go);
          else await place.go(page, server.example());
          const found = await look(page, lang);
          const wrong = faults(found, place, errors);
          if (withAxe && (!place.technical || (screen === 'desk' && theme === 'light'))) {
            const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
            wrong.push(...violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}`)));
          }
          all.push(...wrong.map((fault) => `${place.name}: ${fault}`));
        }
        for (const { page } of pages.values()) await page.context().close();
        expect(all).toEqual([]);
      });
    }
  }
}
