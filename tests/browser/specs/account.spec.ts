/** The account: who I am, a password that ends other sessions, tokens that are shown once. */

import { enter, expect, test } from '../fixtures.ts';
import { PHONE, browserOf } from '../people.ts';

test.use({ actionTimeout: 10_000 });

test('a token is shown once, works, and is gone when revoked', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('reviewer');
  await page.locator('.user > summary').click();
  await page.locator('a[href="/account"]').click();
  await expect(page.locator('.account')).toContainText('全市诉求，不含保密件');
  await page.locator('#f-token-name').fill('街道平台');
  await page.locator('input[name="scopes"][value="reveal"]').check();
  await page.getByRole('button', { name: '新建令牌' }).click();
  await expect(page.locator('.token-new')).toContainText(/lx_[0-9a-f]{48}/);
  await expect(page).toHaveURL(/\/account$/);
  await picture('account-desk');
  await expectAccessible();
  await page.reload();
  await expect(page.locator('.token-new')).toHaveCount(0);
  const line = page.locator('.tokens li', { hasText: '街道平台' });
  await expect(line).toContainText('查看身份');
  await line.getByRole('button', { name: '吊销' }).click();
  await expect(page.locator('#said')).toContainText('令牌已吊销');
  await expect(page.locator('.tokens li')).toHaveCount(0);
  await page.setViewportSize(PHONE);
  await picture('account-phone');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test.describe('the password', () => {
  test.use({ expectedErrors: /422/ });

  test('is changed with the old one only, and ends the other sessions', async ({ browser, page, server }) => {
    const other = await browserOf(browser, server, 'jinnan');
    await enter(page, 'jinnan', server.password());
    await page.goto('/account');
    const change = async (old: string, fresh: string): Promise<void> => {
      await page.locator('#f-password-old').fill(old);
      await page.locator('#f-password-new').fill(fresh);
      await page.locator('#f-password-again').fill(fresh);
      await page.getByRole('button', { name: '修改密码' }).click();
    };
    await change('not this one', '一句好记的话当密码');
    await expect(page.locator('.field-error')).toContainText('新密码太短');
    await change('not this one', '用一句好记的话来当密码');
    await expect(page.locator('.field-error')).toContainText('原密码不对');
    await change(server.password(), '用一句好记的话来当密码');
    await expect(page.locator('#said')).toContainText('密码已修改');
    await other.goto('/inbox');
    await expect(other).toHaveURL(/sign-in/);
    await enter(other, 'jinnan', '用一句好记的话来当密码');
    await other.goto('/account');
    await other.getByRole('button', { name: '退出所有设备' }).click();
    await expect(other).toHaveURL(/sign-in/);
    await page.goto('/inbox');
    await expect(page).toHaveURL(/sign-in/);
    await other.context().close();
  });
});
