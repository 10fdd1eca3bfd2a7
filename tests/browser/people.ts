/** People of the demo city at work side by side, each in a browser of his own. */

import type { Browser, Locator, Page } from '@playwright/test';
import { enter, expect } from './fixtures.ts';

export interface Running {
  readonly url: string;
  readonly password: () => string;
}

export interface Screen {
  readonly width: number;
  readonly height: number;
}

export const DESK: Screen = { width: 1280, height: 720 };
export const PHONE: Screen = { width: 360, height: 800 };

/** A browser in which `login` has signed in. */
export async function browserOf(browser: Browser, server: Running, login: string, viewport: Screen = DESK): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport });
  const page = await context.newPage();
  await enter(page, login, server.password());
  return page;
}

/** Registers a request at the desk, to be dispatched by others; gives its number. */
export async function register(agent: Page, title: string, phone = '10000000066'): Promise<string> {
  await agent.goto('/desk');
  await agent.locator('#f-phone').fill(phone);
  await agent.locator('#f-title').fill(title);
  await agent.locator('#f-demand').fill('请尽快处理');
  await agent.keyboard.press('Alt+E');
  const number = await agent.locator('.registered-number').textContent();
  const found = /[A-Z]+\d+-\d+/.exec(number ?? '')?.[0];
  if (found === undefined) throw new Error(`no number in “${number}”`);
  return found;
}

/** Chooses in the picker whose select is called `name`, by typing. */
export async function pick(form: Locator, name: string, typed: string): Promise<void> {
  const box = form.locator(`lx-picker:has(select[name="${name}"])`).locator('input[role="combobox"]');
  await box.fill(typed);
  await box.page().locator('.picker-list [role="option"]:visible').first().waitFor();
  await box.press('Enter');
}

/** The folded form that posts to an address with this ending, unfolded. */
export async function unfold(page: Page, verb: string): Promise<Locator> {
  const fold = page.locator('.act-fold', { has: page.locator(`form[action$="/${verb}"]`) }).first();
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
  return fold.locator('form');
}

/** A page that is swapped stays the same document; one that is loaded again does not. */
export async function mark(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.documentElement.setAttribute('data-marked', ''));
  return async () => expect(page.locator('html[data-marked]'), 'the page was not loaded again').toHaveCount(1);
}

/** A small picture, as a phone takes it. */
export const PHOTO = {
  name: '现场.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
} as const;
