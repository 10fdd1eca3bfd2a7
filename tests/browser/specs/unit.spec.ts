/** The inbox of a unit: worked by keys, on a phone, and refusing without losing a word. */

import { expect, test } from '../fixtures.ts';
import { DESK, PHONE, browserOf, unfold } from '../people.ts';

test.use({ actionTimeout: 10_000 });

test('the inbox stands on one screen and moves by j, k and Enter', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('handler');
  await page.goto('/inbox');
  const cards = page.locator('.order-card');
  await expect(page.locator('.board > .queue')).toHaveCount(4);
  const hidden = await page.locator('#main').evaluate((main) => main.scrollHeight - main.clientHeight);
  expect(hidden, 'pixels of the page below the screen').toBeLessThanOrEqual(0);
  await picture('inbox-desk');
  await expectAccessible();

  await page.keyboard.press('a');
  await expect(page.locator('#said'), 'nothing is done to a card that nobody has chosen').toBeEmpty();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(cards.first().locator('.row-link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('lx-side-panel .side-title')).toHaveText((await cards.first().locator('.row-link').textContent()) ?? '');
  await expect(page.locator('lx-side-panel form[action$="/accept"] .btn-primary')).toBeVisible();
  await picture('inbox-panel');
  await expectAccessible();
  await page.keyboard.press('Escape');
  await expect(cards.first().locator('.row-link')).toBeFocused();
});

test.describe('what is refused', () => {
  test.use({ expectedErrors: /4(22|09)/ });

  test('is said beside what was typed, and what changed meanwhile is told', async ({ browser, page, server, signIn }) => {
    await signIn('handler');
    await page.goto('/inbox');
    const link = page.locator('.queue').nth(1).locator('.row-link').first();
    const href = (await link.getAttribute('href')) ?? '';
    await link.click();
    const panel = page.locator('lx-side-panel');
    const form = await unfold(page, 'report');
    await form.locator('input[name="solved"][value="partly"]').check({ force: true });
    await form.locator('textarea[name="public_reply"]').fill('正在处理，请稍候');
    await form.locator('textarea[name="internal"]').fill('a c d p r 都只是字母');
    await expect(form.locator('textarea[name="internal"]'), 'letters are typed, not pressed').toHaveValue('a c d p r 都只是字母');
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('#said [role="alert"]')).toBeVisible();
    await expect(page.locator('#said [role="alert"]')).toBeInViewport();
    await expect(form.locator('textarea[name="public_reply"]')).toHaveValue('正在处理，请稍候');

    // A colleague is faster; the form says so, keeps everything, and may then be sent again.
    const colleague = await browserOf(browser, server, 'hexi');
    await colleague.goto(href);
    const contact = await unfold(colleague, 'contact');
    await contact.locator('textarea').fill('同事先联系了');
    await contact.locator('.btn-primary').click();
    await expect(colleague.locator('#said')).toContainText('已记录');
    await form.locator('textarea[name="why_not"]').fill('材料未到');
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('#said [role="alert"]')).toContainText('联系市民');
    await expect(form.locator('textarea[name="why_not"]')).toHaveValue('材料未到');
    await form.locator('textarea[name="why_not"]').press('Control+Enter');
    await expect(panel).toContainText('待审核');
    await colleague.context().close();
  });
});

test('on a phone the cards fill the screen and the citizen is called from the order', async ({ browser, server }) => {
  const page = await browserOf(browser, server, 'hexi', PHONE);
  await page.goto('/inbox');
  const card = page.locator('.order-card').first();
  expect((await card.boundingBox())?.width ?? 0).toBeGreaterThan(300);
  await page.screenshot({ path: 'results/inbox-phone.png' });
  const link = page.locator('.queue').nth(2).locator('.row-link').first();
  await link.click();
  await page.locator('.reveal > summary').click();
  await page.locator('.reveal form').getByRole('button').click();
  await expect(page.locator('a[href^="tel:"]')).toBeVisible();
  const form = await unfold(page, 'report');
  await expect(form.locator('input[type="file"][capture="environment"]')).toHaveCount(1);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.screenshot({ path: 'results/order-phone.png' });
  await page.setViewportSize(DESK);
  await page.context().close();
});
