/** The front page: what a citizen sees first, on a desk and on a phone. */

import { expect, test } from '../fixtures.ts';

const SCREENS = [
  { name: 'desk', width: 1280, height: 720 },
  { name: 'phone', width: 360, height: 800 },
] as const;

for (const screen of SCREENS) {
  test(`the front page stands on a ${screen.name}`, async ({ page, picture, expectAccessible }) => {
    await page.setViewportSize({ width: screen.width, height: screen.height });
    const answer = await page.goto('/');
    expect(answer?.status()).toBe(200);
    await expect(page).toHaveTitle(/连心/);
    await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
    await expect(page.getByRole('main')).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'pixels that stick out at the side').toBeLessThanOrEqual(0);
    await picture(`front-${screen.name}`);
    await expectAccessible();
  });
}

test('the front page works without script', async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN', baseURL: server.url });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('main').getByRole('link').or(page.getByRole('main').getByRole('button')).first()).toBeVisible();
  await context.close();
});

test('what does not exist says so', async ({ page }) => {
  const answer = await page.request.get('/there-is-no-such-page');
  expect(answer.status()).toBe(404);
});
