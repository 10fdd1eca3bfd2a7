/** The board by keyboard, the wall, why a clock is due, and figures that lead to their requests. */

import { expect, test } from '../fixtures.ts';
import { PHONE, browserOf, pick, register } from '../people.ts';

test.use({ actionTimeout: 10_000 });

test('the board is watched by keyboard: open a row, urge, and come back', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('supervision');
  await page.goto('/board');
  await expect(page.locator('.watch-row').first()).toBeVisible();
  await expect(page.locator('.watch-row').first().locator('.light')).toHaveCount(5);
  await picture('board-desk');
  await expectAccessible();
  await page.keyboard.press('j');
  const row = page.locator('.watch-row', { has: page.locator('.row-link:focus') });
  const title = (await row.locator('.row-link').textContent()) ?? '';
  await page.keyboard.press('Enter');
  const panel = page.locator('lx-side-panel[open]');
  await expect(panel.locator('h1')).toContainText(title);
  await page.keyboard.press('u');
  const urge = panel.locator('form[action$="/urge"]');
  await expect(urge.locator('textarea')).toBeVisible();
  await urge.locator('textarea').fill('请立即签收');
  await page.keyboard.press('Control+Enter');
  await expect(urge, 'once is enough for now').toHaveCount(0);
  await picture('board-panel');
  await page.keyboard.press('Escape');
  await expect(page.locator('lx-side-panel[open]')).toHaveCount(0);
});

test('a new emergency appears without a reload, and its seconds tick', async ({ browser, server }) => {
  const [watcher, agent] = [await browserOf(browser, server, 'duban'), await browserOf(browser, server, 'zuoxi1')];
  await watcher.goto('/board');
  await watcher.mouse.move(2, 2);
  await expect(watcher.locator('lx-live[data-state="live"]')).toHaveCount(1);
  const number = await register(agent, '楼道里有很浓的燃气味道');
  const dispatcher = await browserOf(browser, server, 'paidan1');
  await dispatcher.goto(`/pool/${number}`);
  const settle = dispatcher.locator('form[action$="/classify"]');
  if ((await settle.count()) > 0) {
    await pick(settle, 'topic', 'ranqi');
    await pick(settle, 'place', 'youyilu');
    await settle.locator('.btn-primary').click();
  }
  await dispatcher.locator('form[action$="/dispatch"] .btn-primary').click();
  const row = watcher.locator('.watch-row', { hasText: number }).first();
  await expect(row, 'without a reload').toBeVisible();
  const ticking = row.locator('.light.is-waiting lx-clock').first();
  const before = await ticking.textContent();
  await expect(ticking).not.toHaveText(before ?? '');
  for (const person of [watcher, agent, dispatcher]) await person.context().close();
});

test('the wall is dark, large and without links', async ({ page, signIn, picture }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await signIn('supervision');
  await page.goto('/board/wall');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('.wall-board .watch-row').first()).toBeVisible();
  await expect(page.locator('.wall a:visible, .wall button:visible').and(page.locator('.watch-row *'))).toHaveCount(0);
  const root = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  expect(parseFloat(root)).toBeGreaterThanOrEqual(28);
  await expect.poll(async () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await picture('board-wall');
});

test('every clock of a request says why it is due, without script', async ({ browser, server, page, signIn, picture }) => {
  await signIn('supervision');
  await page.goto('/board');
  const number = await page.locator('.watch-row .num').first().textContent();
  await page.goto(`/requests/${number}`);
  const why = page.locator('.tree-row .why, .tree .why').first();
  await why.locator('summary').click();
  await expect(why.locator('.steps')).toContainText('起算');
  await picture('clock-why');
  const plain = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, storageState: await page.context().storageState() });
  const bare = await plain.newPage();
  await bare.goto(`/requests/${number}`);
  await bare.locator('.why summary').first().click();
  await expect(bare.locator('.why[open]').first()).toBeVisible();
  await plain.close();
});

test('a figure is as many requests as the list behind it', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('leader');
  await page.goto('/figures');
  if ((await page.locator('.rate').count()) === 0) await page.goto('/figures?period=last');
  const rate = page.locator('#rate-satisfied');
  await expect(rate).toBeVisible();
  await picture('figures-desk');
  await expectAccessible();
  await rate.locator('.formula-name').focus();
  await expect(rate.getByRole('tooltip')).toContainText('÷');
  const counted = rate.locator('.rate-of a').nth(1);
  const said = Number(await counted.textContent());
  await counted.click();
  await expect(page.locator('.page-about')).toContainText(`${said} 件`);
  let rows = await page.locator('tr[data-row]').count();
  while ((await page.locator('.pager a[rel="next"]').count()) > 0) {
    await page.locator('.pager a[rel="next"]').click();
    await page.waitForURL(/after=/);
    rows += await page.locator('tr[data-row]').count();
  }
  expect(rows).toBe(said);
});

test('board and figures on a phone', async ({ page, signIn, picture }) => {
  await page.setViewportSize(PHONE);
  await signIn('supervision');
  for (const [path, name] of [['/board', 'board-phone'], ['/figures', 'figures-phone']] as const) {
    await page.goto(path);
    await expect(page.locator('h1')).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, `${path} does not scroll sideways`).toBeLessThanOrEqual(0);
    await picture(name);
  }
});
