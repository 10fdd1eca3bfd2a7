/** The desk: a call is taken without a mouse, what is typed survives browser and server, wrong fields keep everything. */

import type { Page } from '@playwright/test';
import { Fragile } from '../crash.ts';
import { enter, expect, test } from '../fixtures.ts';

/** What an agent does in a call about a gas leak: keys only. */
async function typeCall(page: Page): Promise<void> {
  const { keyboard } = page;
  await keyboard.press('Alt+C');
  await keyboard.type('10000000077');
  await keyboard.press('Tab');
  await keyboard.type('王女士');
  await keyboard.press('Alt+T');
  await keyboard.type('ranqixielou');
  await expect(page.getByRole('option', { name: /燃气泄漏/ }).first()).toBeVisible();
  await keyboard.press('Enter');
  await keyboard.press('Alt+P');
  await keyboard.type('youyilu');
  await expect(page.getByRole('option', { name: /友谊路街道/ }).first()).toBeVisible();
  await keyboard.press('Enter');
  await keyboard.press('Alt+B');
  await keyboard.type('楼道有煤气味');
  await keyboard.press('Alt+J');
  await keyboard.type('四楼楼道煤气味很重，敲门没人应。');
  await keyboard.press('Alt+S');
  await keyboard.type('马上派人检查');
}

test('a call is taken, dispatched and read out by keyboard alone', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('agent');
  await page.goto('/desk');
  await typeCall(page);

  // The topic raises the grade and says so; the catalogue proposes, one key takes it.
  await expect(page.locator('input[name="grade"]:checked')).toHaveValue('emergency');
  await expect(page.locator('#f-reason')).toHaveValue(/燃气泄漏.*紧急/);
  await expect(page.locator('.proposal .role-lead')).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(page.locator('#desk-form .picker-chip .role-lead')).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(overflow, 'the desk is one screen').toBeLessThanOrEqual(0);
  await expectAccessible();

  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.registered-number')).toContainText(/TJ\d{6}-\d+/);
  await expect(page.locator('.registered-code')).toContainText(/[A-Z0-9]{6}/);
  await expect(page.locator('.registered-next')).toContainText('已派往');
  const number = (await page.locator('.registered-number .num').textContent())?.trim();
  await picture('desk-registered');
  await expectAccessible();
  await page.reload();
  await expect(page.locator('.registered-number')).toContainText(number ?? '');

  // The next call of the same number knows of the first.
  await page.keyboard.press('Alt+N');
  await expect(page.locator('#f-title')).toHaveValue('');
  await page.keyboard.press('Alt+C');
  await page.keyboard.type('10000000077');
  await page.keyboard.press('Tab');
  await expect(page.locator('#desk-caller')).toContainText(number ?? '');
  await page.getByRole('textbox', { name: '电话' }).fill('');
});

test('what was typed comes back after a reload, and can be thrown away', async ({ page, signIn }) => {
  await signIn('floor_supervisor');
  await page.goto('/desk');
  await typeCall(page);
  await expect(page.locator('.draft-state')).toContainText('草稿已存');
  await page.waitForTimeout(1_500); // a second after the last key it is saved
  await page.reload();
  await expect(page.locator('.desk-restored')).toContainText(/已恢复 \d\d:\d\d:\d\d 的草稿/);
  await expect(page.locator('#f-account')).toHaveValue('四楼楼道煤气味很重，敲门没人应。');
  await expect(page.locator('#desk-topic [role="combobox"]')).toHaveValue('燃气泄漏');
  await page.locator('.desk-restored button').click();
  await expect(page.locator('#f-account')).toHaveValue('');
  await expect(page.locator('.desk-restored')).toHaveCount(0);
});

test.describe('a server that dies', () => {
  test('what was typed before and during the outage is there afterwards', async ({ browser }) => {
    const server = await Fragile.start();
    const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    try {
      await enter(page, 'zuoxi1', server.password());
      await page.goto('/desk');
      await typeCall(page);
      await page.waitForTimeout(1_500);
      await expect(page.locator('.draft-state')).toContainText('草稿已存');

      await server.kill();
      await page.keyboard.press('Alt+J');
      await page.keyboard.press('End');
      await page.keyboard.type('孩子头晕。');
      await expect(page.locator('.draft-state')).toContainText('已存在本机');

      await server.again();
      await page.goto('/desk');
      await expect(page.locator('#f-title')).toHaveValue('楼道有煤气味');
      await expect(page.locator('#f-account')).toHaveValue(/孩子头晕。/);
      await page.keyboard.press('Alt+1');
      await page.keyboard.press('Control+Enter');
      await expect(page.locator('.registered-number')).toContainText(/TJ\d{6}-\d+/);
    } finally {
      await context.close();
      await server.end();
    }
  });
});

test.describe('a form that comes back', () => {
  test.use({ expectedErrors: /status of 422/ });

  test('says what is wrong beside the field and keeps the rest', async ({ page, signIn, picture, expectAccessible }) => {
    await signIn('dispatcher');
    await page.goto('/desk');
    await typeCall(page);
    await page.keyboard.press('Control+Shift+Enter');
    await expect(page.locator('#f-answer-error')).toContainText('请填写答复内容');
    await expect(page.getByRole('alert')).toContainText('请填写答复内容');
    await expect(page.locator('#f-account')).toHaveValue('四楼楼道煤气味很重，敲门没人应。');
    await expect(page.locator('select[data-role="support"]')).toBeHidden();
    await picture('desk-errors');
    await expectAccessible();
    await page.keyboard.press('Alt+A');
    await page.keyboard.type('燃气抢修已在路上，请先下楼。');
    await page.keyboard.press('Control+Shift+Enter');
    await expect(page.locator('.registered-number')).toBeVisible();
  });
});

test('Enter in a line of text sends nothing', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk');
  await page.locator('#f-title').fill('只有标题');
  await page.locator('#f-title').press('Enter');
  await page.waitForTimeout(500);
  await expect(page).toHaveURL(/\/desk$/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.locator('#f-title').fill('');
});

test('on a phone everything stands one below the other', async ({ page, signIn, picture }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await signIn('agent');
  await page.goto('/desk');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'pixels that stick out at the side').toBeLessThanOrEqual(0);
  await expect(page.locator('#f-phone')).toBeVisible();
  await picture('desk-phone');
});
