/** The call-back: a conversation answered by digits, with only the questions that matter. */

import { expect, test } from '../fixtures.ts';
import { PHONE } from '../people.ts';

test.use({ actionTimeout: 10_000 });

test('digits answer the questions, and each outcome has its own', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('callback_agent');
  await page.goto('/callback');
  await page.locator('.row-link').first().click();
  const survey = page.locator('lx-survey[data-ready]');
  await expect(survey.locator('.is-asked legend')).toContainText('回访结果');
  await expectAccessible();
  await page.keyboard.press('3');
  await expect(survey.locator('input[name="note"]')).toBeVisible();
  await expect(survey.locator('input[name="result"]').first()).toBeHidden();
  await survey.locator('input[name="outcome"][value="rework"]').check({ force: true });
  await expect(survey.locator('textarea[name="points"]')).toBeVisible();
  await survey.locator('input[name="outcome"][value="close"]').check({ force: true });
  await page.locator('h1').click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('3');
  await page.keyboard.press('3');
  await page.keyboard.press('1');
  await expect(survey.locator('input[name="solved"][value="no"]')).toBeChecked();
  await expect(survey.locator('input[name="result"][value="dissatisfied"]')).toBeChecked();
  await expect(survey.locator('input[name="manner"][value="satisfied"]')).toBeChecked();
  await survey.locator('input[name="explained"]').fill('已说明属法定期限');
  await expect(page.locator('.act > .actions .btn-primary')).toBeInViewport();
  await picture('callback-desk');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('#said')).toContainText('已记录');
  await expect(page).toHaveURL(/\/callback$/);
});

test('the call-back stands on a phone', async ({ page, signIn, picture }) => {
  await signIn('callback_agent');
  await page.setViewportSize(PHONE);
  await page.goto('/callback');
  await page.locator('.row-link').first().click();
  await expect(page.locator('lx-survey')).toBeVisible();
  await picture('callback-phone');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
