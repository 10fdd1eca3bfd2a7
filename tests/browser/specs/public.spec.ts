/** The citizen: number and code open his request, on a phone, without script; he adds to it and urges; nobody else gets in. */

import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { loginOf } from '../accounts.ts';
import { enter, expect, test } from '../fixtures.ts';

interface Running {
  readonly url: string;
  readonly password: () => string;
}

interface Ticket {
  readonly number: string;
  readonly code: string;
}

const PHONE = { width: 360, height: 800 } as const;
/** A photograph of one pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

async function pageOf(browser: Browser, server: Running, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  return context.newPage();
}

/** An agent registers a request, by plain forms, and reads out number and code. */
async function registered(browser: Browser, server: Running, title: string): Promise<Ticket> {
  const page = await pageOf(browser, server, { javaScriptEnabled: false });
  await enter(page, loginOf('agent'), server.password());
  await page.goto('/desk');
  const typed = { phone: '13900006021', name: '李秀英', address: '友谊路 12 号', title, demand: '家里有老人，请尽快' };
  for (const [name, value] of Object.entries(typed)) await page.locator(`#f-${name}`).fill(value);
  await page.locator('select[name="topic"]').selectOption('water.cut');
  await page.locator('select[name="place"]').selectOption('hexi.youyilu');
  await page.locator('label:has(input[name="grade"][value="urgent"])').click();
  await page.locator('#f-reason').fill('老人独居');
  await page.locator('select[name="lead"]').selectOption('hexi');
  await page.locator('button[name="do"][value="dispatch"]').click();
  const word = async (place: string): Promise<string> => ((await page.locator(place).textContent()) ?? '').trim().split(/\s/)[0] ?? '';
  const ticket = { number: await word('.registered-number'), code: await word('.registered-code') };
  await page.context().close();
  return ticket;
}

async function lookUp(page: Page, { number, code }: Ticket): Promise<void> {
  await page.goto('/public');
  await page.getByLabel('诉求编号').fill(number.toLowerCase());
  await page.getByLabel('查询码').fill(code.toLowerCase());
  await page.getByRole('main').getByRole('button', { name: '查询' }).click();
}

test('without script, on a phone, a citizen looks, adds a photograph and urges', async ({ browser, server }) => {
  const ticket = await registered(browser, server, '整栋楼停水');
  const page = await pageOf(browser, server, { javaScriptEnabled: false, viewport: PHONE });
  await lookUp(page, ticket);
  await expect(page).toHaveURL(/\/public\/request$/);
  await expect(page.locator('.lead')).toHaveText('河西区人民政府已收到派单，等待签收。');
  await expect(page.getByText('工作人员会打电话联系您')).toBeVisible();
  await expect(page.getByText('没有人查看过您的姓名和电话')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('李秀英');
  await expect(page.getByRole('button', { name: '打印' }), 'no button that does nothing').toHaveCount(0);

  await page.locator('summary', { hasText: '补充情况' }).click();
  await page.getByLabel('补充内容').fill('三楼也没有水');
  await page.locator('input[type="file"]').setInputFiles({ name: '水表.png', mimeType: 'image/png', buffer: PIXEL });
  await page.getByRole('button', { name: '提交补充' }).click();
  await expect(page.getByRole('status').or(page.locator('.notice'))).toContainText('已收到您补充的情况');
  await expect(page.locator('.timeline')).toContainText('三楼也没有水');
  const photo = (await page.locator('.files a').first().getAttribute('href')) ?? '';
  const answer = await page.request.get(photo);
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/png']);
  expect(answer.headers()['content-security-policy']).toContain('sandbox');

  await page.locator('summary', { hasText: '催办' }).click();
  await page.getByRole('button', { name: '催办' }).click();
  await expect(page.getByText('可再次催办的时间')).toBeVisible();
  await expect(page.locator('summary', { hasText: '催办' })).toHaveCount(0);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);

  await page.getByRole('button', { name: '退出查询' }).click();
  await page.goto('/public/request');
  await expect(page).toHaveURL(/\/public$/);
  expect((await page.request.get(photo, { maxRedirects: 0 })).status()).toBe(303);
  await page.context().close();
});

test('the code stands in no address, and a wrong one says nothing of the number', async ({ browser, server }) => {
  const ticket = await registered(browser, server, '路口没有水');
  const page = await pageOf(browser, server, {});
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await lookUp(page, { ...ticket, code: 'AAAAAA' });
  await expect(page.getByRole('alert')).toContainText('编号或查询码不正确');
  await expect(page.getByLabel('诉求编号')).toHaveValue(ticket.number.toLowerCase());
  await expect(page.getByLabel('查询码')).toHaveValue('');
  await lookUp(page, ticket);
  await expect(page).toHaveURL(/\/public\/request$/);
  expect(addresses.filter((address) => address.toUpperCase().includes(ticket.code))).toEqual([]);
  await page.context().close();
});

for (const [name, look] of [['light', 'zh.light'], ['dark', 'en.dark.large']] as const) {
  test(`the citizen's pages can be read by everybody: ${name}`, async ({ browser, server, page, context, expectAccessible, picture }) => {
    const ticket = await registered(browser, server, '水压太低');
    await context.addCookies([{ name: 'lx-look', value: look, url: server.url }]);
    await page.setViewportSize(PHONE);
    await page.goto('/public');
    await expectAccessible();
    await page.locator('#f-number').fill(ticket.number);
    await page.locator('#f-code').fill(ticket.code);
    await page.locator('main form button').click();
    await expect(page.locator('.timeline')).toBeVisible();
    await page.locator('.public-act summary').first().click();
    await expectAccessible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'pixels that stick out at the side').toBeLessThanOrEqual(0);
    await picture(`public-${name}`);
  });
}

test('on paper stands what happened, and no button', async ({ browser, server, page, picture }) => {
  const ticket = await registered(browser, server, '水管漏水');
  await lookUp(page, ticket);
  await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', '')));
  await page.getByRole('button', { name: '打印' }).click();
  await expect(page.locator('body[data-printed]')).toHaveCount(1);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.lead')).toBeVisible();
  await expect(page.locator('.timeline')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  await picture('public-paper');
});
