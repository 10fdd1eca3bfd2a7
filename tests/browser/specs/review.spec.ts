/** The review: demand and reply side by side, approved by one chord, sent back with points. */

import { expect, test } from '../fixtures.ts';
import { PHONE, browserOf, unfold } from '../people.ts';

test.use({ actionTimeout: 10_000 });

test('a report is approved by Ctrl+Enter, and another browser sees it go', async ({ browser, server, page, signIn, picture, expectAccessible }) => {
  await signIn('reviewer');
  await page.goto('/review');
  const first = page.locator('.row-link').first();
  const href = (await first.getAttribute('href')) ?? '';
  const other = await browserOf(browser, server, 'shenhe');
  await other.goto('/review');
  await other.mouse.move(2, 2);
  await expect(other.locator('lx-live[data-state="live"]')).toHaveCount(1);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(href));
  await expect(page.locator('.columns-2 > .column')).toHaveCount(2);
  await expect(page.locator('.decision .btn-primary')).toBeInViewport();
  await picture('review-desk');
  await expectAccessible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/review$/);
  await expect(page.locator('#said')).toContainText('审核通过');
  await expect(other.locator(`.row-link[href="${href}"]`), 'gone without a reload').toHaveCount(0);
  await other.context().close();
});

test('while points are written, Ctrl+Enter sends back and does not approve', async ({ page, signIn, picture }) => {
  await signIn('reviewer');
  await page.goto('/review');
  await page.locator('.row-link').first().click();
  await expect(page.locator('.decision')).toBeVisible();
  const form = await unfold(page, 'send-back');
  await expect(page.locator('form[action$="/approve"]')).toBeHidden();
  await form.locator('input[name="points"]').nth(1).check();
  await form.locator('textarea').fill('附上现场照片');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('#said')).toContainText('审核退回');
  await page.setViewportSize(PHONE);
  await page.locator('.row-link').first().click();
  await expect(page.locator('.decision')).toBeVisible();
  await picture('review-phone');
});
