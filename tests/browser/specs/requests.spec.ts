/** The list of requests: found by typing, kept in the address, walked by keys, live without moving under the hand, taken away as a file. */

import { readFile } from 'node:fs/promises';
import { loginOf } from '../accounts.ts';
import { enter, expect, test } from '../fixtures.ts';

test('a number leads straight to its request, and Back to the list as it was', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/requests?state=open');
  const number = (await page.locator('tr[data-row] td[data-head="编号"]').first().textContent()) ?? '';
  await page.keyboard.press('/');
  await page.keyboard.type(number.trim().toLowerCase().replace('-', ''));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/requests/${number.trim()}$`));
  await page.goBack();
  await expect(page).toHaveURL(/\/requests\?state=open$/);
  await expect(page.locator('.chip[aria-current="true"]')).toHaveText('未办结');
});

test('conditions stand in the address, and a page of the list is walked by keys', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/requests');
  const all = await page.locator('tr[data-row]').count();
  await page.locator('summary', { hasText: '更多条件' }).click();
  await page.locator('#f-grade').selectOption('emergency');
  await page.getByRole('button', { name: '筛选' }).click();
  await expect(page).toHaveURL(/grade=emergency/);
  const grades = page.locator('tr[data-row] td[data-head="等级"]');
  await expect(grades.first()).toContainText('紧急');
  expect(await grades.count()).toBeLessThan(all);
  await page.reload();
  await expect(page.locator('.chip[aria-current="true"]')).toHaveText('紧急');

  await page.goto('/requests');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const href = (await page.locator('.row-link').nth(1).getAttribute('href')) ?? '';
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${href}$`));
});

test('older pages hold no line twice', async ({ page, signIn }) => {
  await signIn('leader');
  await page.goto('/requests');
  const numbers = async (): Promise<string[]> => page.locator('tr[data-row] td[data-head="编号"]').allTextContents();
  const first = await numbers();
  await page.getByRole('link', { name: '下一页' }).click();
  await expect(page).toHaveURL(/before=/);
  const second = await numbers();
  expect(second.filter((number) => first.includes(number))).toEqual([]);
  await page.getByRole('link', { name: '回到最新' }).click();
  await expect(page).toHaveURL(/\/requests$/);
});

test('the list under the hand holds still and says what waits', async ({ page, browser, server, signIn }) => {
  await signIn('agent');
  await page.goto('/requests?state=registered');
  await expect(page.locator('lx-live')).toHaveAttribute('data-state', 'live');
  const top = page.locator('tr[data-row]').first();
  const before = await top.getAttribute('id');
  await top.hover();

  const other = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', javaScriptEnabled: false });
  const desk = await other.newPage();
  await enter(desk, loginOf('agent'), server.password());
  await desk.goto('/desk');
  await desk.locator('#f-title').fill('路边的树倒了');
  await desk.locator('#f-demand').fill('请来人清理');
  await desk.locator('#f-phone').fill('13900006022');
  await desk.locator('button[name="do"][value="pool"]').click();
  await expect(desk.locator('.registered-number')).toBeVisible();
  await other.close();

  await expect(page.locator('.held')).toBeVisible();
  expect(await page.locator('tr[data-row]').first().getAttribute('id')).toBe(before);
  await page.locator('.held').click();
  await expect(page.locator('tr[data-row]').first()).toContainText('路边的树倒了');
});

test('the same list as a file', async ({ page, signIn }) => {
  await signIn('analyst');
  await page.goto('/requests?grade=emergency');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: '导出 CSV' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^requests-\d{4}-\d{2}-\d{2}\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]?.startsWith('\ufeff"编号","状态","紧急程度"')).toBe(true);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.slice(1).filter((line) => !line.includes('"紧急"'))).toEqual([]);
});

test('who reads no requests is told who does', async ({ page, signIn }) => {
  await signIn('administrator');
  const answer = await page.request.get('/requests');
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain('这个页面供');
});

for (const screen of [{ name: 'desk', width: 1280, height: 720 }, { name: 'phone', width: 360, height: 800 }] as const) {
  test(`the list stands on a ${screen.name}`, async ({ page, signIn, expectAccessible, picture }) => {
    await page.setViewportSize({ width: screen.width, height: screen.height });
    await signIn('agent');
    await page.goto('/requests?kind=help');
    await expect(page.locator('tr[data-row]').first()).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'pixels that stick out at the side').toBeLessThanOrEqual(0);
    await picture(`requests-${screen.name}`);
    await expectAccessible();
  });
}
