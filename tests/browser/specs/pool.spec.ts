/** The pool: dispatched by keyboard from the panel, claimed by one of two, alive under the eyes of the other. */

import type { Browser, Page } from '@playwright/test';
import { enter, expect, test } from '../fixtures.ts';

interface Running {
  readonly url: string;
  readonly password: () => string;
}

async function browserOf(browser: Browser, server: Running, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await enter(page, login, server.password());
  return page;
}

test('the most dangerous is opened, dispatched as proposed and left behind by keys', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('dispatcher');
  await page.goto('/pool');
  await expect(page.locator('tr[data-row]').first()).toContainText('紧急');
  await expectAccessible();
  // The first that nobody holds.
  const free = page.locator('tr[data-row]', { has: page.locator('form[action$="/claim"]') }).first();
  const href = (await free.locator('.row-link').getAttribute('href')) ?? '';
  await free.locator('.row-link').focus();
  await page.keyboard.press('Enter');
  const panel = page.locator('#pool-panel');
  await expect(panel.locator('.proposal')).toBeVisible();
  await expect(panel.locator('.picker-chip .role-lead')).toBeVisible();
  await picture('pool-panel');
  await page.keyboard.press('Control+Enter');
  await expect(panel).toContainText('已派往');
  await expect(page.locator(`.row-link[href="${href}"]`)).toHaveCount(0);

  const before = await panel.locator('.side-title').textContent();
  await page.keyboard.press('Alt+N');
  await expect(panel.locator('.side-title')).not.toHaveText(before ?? '');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test.describe('a claim that two make', () => {
  test('is given to one and told to the other', async ({ browser, server }) => {
    const [one, two] = await Promise.all([browserOf(browser, server, 'paidan1'), browserOf(browser, server, 'paidan2')]);
    await one.goto('/pool');
    const form = one.locator('form[action$="/claim"]').first();
    const action = (await form.getAttribute('action')) ?? '';
    await two.goto('/pool');
    const button = (page: Page) => page.locator(`form[action="${action}"] button`);
    await expect(button(two)).toBeVisible();
    // The second has the list under his pointer, so that it holds still and he presses what has changed.
    await button(two).hover();
    await button(one).click();
    await expect(one.locator(`form[action="${action.replace('/claim', '/release')}"]`)).toBeVisible();
    await button(two).click();
    await expect(two.locator('#said')).toContainText('已被他人认领');
    await two.mouse.move(2, 2); // off the list: it may change again
    await two.goto('/pool');
    await expect(button(two)).toHaveCount(0);
    await one.locator(`form[action="${action.replace('/claim', '/release')}"] button`).click();
    await expect(button(two), 'free again without a reload').toBeVisible();
    await Promise.all([one.context().close(), two.context().close()]);
  });
});

test('a new request arrives by itself', async ({ browser, server, page, signIn }) => {
  await signIn('dispatcher');
  await page.goto('/pool');
  await expect(page.locator('lx-live[data-state="live"]')).toHaveCount(1);
  const agent = await browserOf(browser, server, 'zuoxi2');
  await agent.goto('/desk');
  await agent.locator('#f-phone').fill('10000000088');
  await agent.locator('#f-title').fill('紧急：路面塌陷新报');
  await agent.locator('#f-demand').fill('请围挡');
  await agent.locator('input[name="grade"][value="emergency"]').check();
  await agent.locator('#f-reason').fill('有人跌倒');
  await agent.keyboard.press('Alt+E');
  await expect(agent.locator('.registered-number')).toBeVisible();
  await expect(page.locator('#pool')).toContainText('紧急：路面塌陷新报');
  await agent.context().close();
});

test('on a phone the lines are cards', async ({ page, signIn, picture }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await signIn('dispatcher');
  await page.goto('/pool');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'pixels that stick out at the side').toBeLessThanOrEqual(0);
  await picture('pool-phone');
});
