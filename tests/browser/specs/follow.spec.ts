/** The page of an order, a review or a call-back follows what others do; what is being typed stays; one's own steps are no news. */

import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { browserOf, mark, unfold } from '../people.ts';

test.use({ actionTimeout: 10_000 });

async function live(page: Page): Promise<void> {
  await page.mouse.move(2, 2);
  await expect(page.locator('lx-live[data-state="live"]')).toHaveCount(1);
}

/** The first task of a pool that nobody has claimed. */
async function free(page: Page, list: string): Promise<string> {
  await page.goto(list);
  const row = page.locator('tr[data-row]', { hasText: '待认领' }).first();
  return (await row.locator('.row-link').getAttribute('href')) ?? '';
}

for (const [list, login, field] of [
  ['/review', 'shenhe', 'form[action$="/send-back"] textarea'],
  ['/callback', 'huifang', '.survey textarea'],
] as const) {
  test(`${list}: a claim by somebody else is seen at once, and does not touch what is typed`, async ({ browser, server }) => {
    const [reader, writer, other] = [await browserOf(browser, server, login), await browserOf(browser, server, login), await browserOf(browser, server, login)];
    const href = await free(other, list);
    for (const page of [reader, writer, other]) await page.goto(href);
    const stayed = await mark(reader);
    await live(reader);
    await live(writer);
    if (list === '/review') await unfold(writer, 'send-back');
    const words = writer.locator(field).first();
    await words.fill('请补充照片');

    await other.getByRole('button', { name: '认领' }).click();
    await expect(other.getByRole('button', { name: '释放' })).toBeVisible();
    await expect(reader.getByRole('button', { name: '释放' }), 'without a reload').toBeVisible();
    await stayed();
    await expect(writer.locator('.held'), 'whoever types is told').toBeVisible();
    await expect(words).toHaveValue('请补充照片');
    await writer.locator('.held').click();
    await expect(writer.getByRole('button', { name: '释放' })).toBeVisible();
    await expect(words, 'also after the refresh').toHaveValue('请补充照片');
    for (const page of [reader, writer, other]) await page.context().close();
  });
}

test('an order in the panel follows a colleague; one’s own step is no news', async ({ browser, server }) => {
  const [reader, other] = [await browserOf(browser, server, 'hexi'), await browserOf(browser, server, 'hexi')];
  await reader.goto('/inbox');
  const link = reader.locator('.queue').first().locator('.row-link').first();
  const href = (await link.getAttribute('href')) ?? '';
  await link.click();
  const panel = reader.locator('lx-side-panel');
  await expect(panel.locator('form[action$="/accept"]')).toBeVisible();
  await live(reader);
  await other.goto(href);
  await live(other);
  const accept = other.locator('form[action$="/accept"] .btn-primary');
  await accept.hover();
  await accept.click();
  await expect(panel.locator('form[action$="/contact"]'), 'the next step, by itself').toBeVisible();
  // The feed tells both at the same time; who did it sees nothing held back under his pointer.
  await expect(other.locator('form[action$="/contact"]')).toBeVisible();
  await expect(other.locator('.held-bar')).toHaveCount(0);
  for (const page of [reader, other]) await page.context().close();
});
