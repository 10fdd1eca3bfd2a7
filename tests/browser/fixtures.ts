/**
 * What every spec starts from: a server of its own worker, somebody to sign in as, and a look at accessibility.
 *
 * A spec imports `test` and `expect` from here and never from Playwright.
 */

import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { join } from 'node:path';
import { loginOf, type Role } from './accounts.ts';
import { RESULTS } from './environment.ts';
import { Server } from './server.ts';

interface Running {
  readonly url: string;
  readonly password: () => string;
  readonly example: () => { readonly number: string; readonly code: string };
}

interface Worker {
  /** The program under test, one for each worker: specs of one file see each other's requests. */
  server: Running;
}

interface PerTest {
  /** Signs `page` in as the first demo account of this role. */
  signIn: (role: Role) => Promise<void>;
  /** Fails on what the accessibility rules (WCAG 2.2 AA) find on the page. */
  expectAccessible: () => Promise<void>;
  /** Keeps a picture of the page in `results/`, for people to look at. */
  picture: (name: string) => Promise<void>;
  /** What the browser may report because the test brings it about, such as the status of a refused form. */
  expectedErrors: RegExp | undefined;
  /** Fails the test if the browser reported any other error: a script, a refused style, a missing file. */
  noBrowserErrors: void;
}

export const test = base.extend<PerTest, Worker>({
  server: [
    async ({}, use, worker) => {
      const { server, url } = await Server.start(`${worker.workerIndex}`);
      await use({ url, password: () => server.password(), example: () => server.example() });
      await server.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  signIn: async ({ page, server }, use) => {
    await use(async (role) => {
      await enter(page, loginOf(role), server.password());
    });
  },

  expectAccessible: async ({ page }, use) => {
    await use(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      const lines = violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}`));
      expect(lines, `accessibility of ${page.url()}`).toEqual([]);
    });
  },

  picture: async ({ page }, use) => {
    await use(async (name) => {
      await page.screenshot({ path: join(RESULTS, `${name}.png`), animations: 'disabled' });
    });
  },

  expectedErrors: [undefined, { option: true }],

  noBrowserErrors: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      watch(page, errors);
      await use();
      expect(errors.filter((error) => !expectedErrors?.test(error)), 'errors that the browser reported').toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs `page` in by the form, wherever its context has its base address. */
export async function enter(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('#f-login').fill(login);
  await page.locator('#f-password').fill(password);
  await page.locator('#f-password').press('Enter');
  // Passwords are hashed to be slow, and six people may sign in at once on two cores.
  await expect(page.locator('#f-password'), `sign-in as ${login}`).toHaveCount(0, { timeout: 30_000 });
}

function watch(page: Page, errors: string[]): void {
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
}

export { expect };
