/** Who may know who asked: masked by default, shown for a reason, told to the citizen; and why a right is as it is, and a shift that goes over. */

import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { enter, expect, test } from '../fixtures.ts';
import { PHONE, browserOf, type Running } from '../people.ts';

test.use({ actionTimeout: 10_000 });

const NAME = '陶桂芳';
const MOBILE = '13900007788';

async function pageOf(browser: Browser, server: Running, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  return context.newPage();
}

/** An agent registers a request by plain forms and sends it to Hexi; gives number and code. */
async function registered(browser: Browser, server: Running, title: string, kind: string): Promise<{ number: string; code: string }> {
  const page = await pageOf(browser, server, { javaScriptEnabled: false });
  await enter(page, 'zuoxi1', server.password());
  await page.goto('/desk');
  const typed = { phone: MOBILE, name: NAME, address: '友谊路 12 号', title, demand: '请核实处理' };
  for (const [name, value] of Object.entries(typed)) await page.locator(`#f-${name}`).fill(value);
  await page.locator(`label:has(input[name="kind"][value="${kind}"])`).click();
  await page.locator('select[name="topic"]').selectOption('water.cut');
  await page.locator('select[name="place"]').selectOption('hexi.youyilu');
  await page.locator('label:has(input[name="grade"][value="urgent"])').click();
  await page.locator('#f-reason').fill('情况属实');
  await page.locator('select[name="lead"]').selectOption('hexi');
  await page.locator('button[name="do"][value="dispatch"]').click();
  const told = async (place: string, shape: RegExp): Promise<string> => shape.exec((await page.locator(place).textContent()) ?? '')?.[0] ?? '';
  const ticket = { number: await told('.registered-number', /[A-Z]+\d+-\d+/), code: await told('.registered-code', /[A-Z0-9]{6}/) };
  await page.context().close();
  return ticket;
}

/** What the citizen reads on his own page. */
async function citizen(browser: Browser, server: Running, { number, code }: { number: string; code: string }): Promise<Page> {
  const page = await pageOf(browser, server, { javaScriptEnabled: false, viewport: PHONE });
  await page.goto('/public');
  await page.getByLabel('诉求编号').fill(number);
  await page.getByLabel('查询码').fill(code);
  await page.getByRole('main').getByRole('button', { name: '查询' }).click();
  await expect(page).toHaveURL(/\/public\/request$/);
  return page;
}

test('an identity is masked, shown for a reason, and the citizen reads who looked and why', async ({ browser, server }) => {
  const ticket = await registered(browser, server, '整栋楼没有水', 'help');
  const unit = await browserOf(browser, server, 'hexi');
  await unit.goto(`/requests/${ticket.number}`);
  await expect(unit.locator('.person')).toContainText('陶**');
  await expect(unit.locator('.person')).toContainText('139****7788');
  expect(await unit.content()).not.toContain(NAME);
  expect(await unit.content()).not.toContain(MOBILE);

  const before = await citizen(browser, server, ticket);
  await expect(before.getByText('没有人查看过您的姓名和电话')).toBeVisible();
  await before.context().close();

  await unit.locator('.reveal > summary').click();
  await expect(unit.locator('.reveal')).toContainText('本人可以看到是谁、为什么看');
  await unit.locator('.reveal select[name="reason"]').selectOption({ label: '联系市民办理' });
  await unit.locator('.reveal input[name="note"]').fill('约上门时间');
  await unit.locator('.reveal form').getByRole('button').click();
  await expect(unit.locator('.person')).toContainText(NAME);
  await expect(unit.locator(`a[href="tel:${MOBILE}"]`)).toBeVisible();
  await unit.goto(`/requests/${ticket.number}`);
  await expect(unit.locator('.person'), 'masked again').toContainText('陶**');

  const after = await citizen(browser, server, ticket);
  const looks = after.locator('.panel', { hasText: '谁看过我的身份' });
  await expect(looks).toContainText('河西区人民政府');
  await expect(looks).toContainText('联系市民办理：约上门时间');
  await expect(looks, 'the colleague keeps his name').not.toContainText('经办人');
  await after.context().close();
  await unit.context().close();
});

test('who reports wrongdoing is known to the named officer alone, and he leaves his trace', async ({ browser, server }) => {
  const ticket = await registered(browser, server, '队长向摊贩收钱', 'report');
  for (const login of ['zuoxi1', 'banzhang', 'hexi', 'lingdao']) {
    const page = await browserOf(browser, server, login);
    await page.goto(`/requests/${ticket.number}`);
    await expect(page.locator('.person'), login).toContainText('身份已隐匿');
    await expect(page.locator('.reveal'), `${login} has no way to ask`).toHaveCount(0);
    expect(await page.content(), login).not.toMatch(new RegExp(`${NAME}|陶\\*|${MOBILE}|139\\*`));
    await page.context().close();
  }
  const officer = await browserOf(browser, server, 'jubao');
  await officer.goto(`/requests/${ticket.number}`);
  await expect(officer.locator('.person'), 'masked for him as well').toContainText('陶**');
  await officer.locator('.reveal > summary').click();
  await officer.locator('.reveal form').getByRole('button').click();
  await expect(officer.locator('.person')).toContainText(NAME);
  const page = await citizen(browser, server, ticket);
  await expect(page.locator('.panel', { hasText: '谁看过我的身份' })).toContainText('举报专办员');
  await page.context().close();
  await officer.context().close();
});

test.describe('why', () => {
  test.use({ expectedErrors: /40[34]/ });

  test('a right is told with its ground, to those who answer for it', async ({ browser, page, server, picture, expectAccessible }) => {
    const ticket = await registered(browser, server, '水表井积水', 'help');
    await enter(page, 'shenji', server.password());
    await page.goto(`/requests/${ticket.number}`);
    await page.getByRole('link', { name: '谁能看到，为什么' }).click();
    await page.locator('#f-who').fill('weijian');
    await page.keyboard.press('Enter');
    await expect(page.locator('.grounds')).toContainText('都没有承担这件诉求的工单');
    await page.locator('#f-who').fill('hexi');
    await page.keyboard.press('Enter');
    await expect(page.locator('.grounds')).toContainText('河西区人民政府或其下级承担工单');
    await expect(page.locator('.panel', { hasText: '第 1 张工单' })).toContainText('签收');
    await picture('why-desk');
    await expectAccessible();
    await page.setViewportSize(PHONE);
    await picture('why-phone');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'pixels that stick out at the side').toBeLessThanOrEqual(0);
    const agent = await browserOf(browser, server, 'zuoxi2');
    expect((await agent.goto(`/requests/${ticket.number}/why`))?.status()).toBe(403);
    await agent.context().close();
  });
});

test('a shift goes over with its draft, its tasks and a word', async ({ browser, page, server, picture, expectAccessible }) => {
  await enter(page, 'zuoxi2', server.password());
  await page.goto('/desk');
  await page.locator('#f-title').fill('楼道灯坏了');
  await expect(page.locator('lx-draft')).toContainText('草稿已存');
  await page.locator('.user > summary').click();
  await page.locator('a[href="/hand-over"]').click();
  await expect(page.locator('main')).toContainText('未完成的登记和交接 1 份');
  await picture('hand-over-desk');
  await expectAccessible();
  // What looked at the page has left traces in its markup, which a swap would carry on.
  await page.reload();
  await page.locator('select[name="to"]').selectOption('zuoxi1');
  await page.locator('textarea[name="note"]').fill('来电人五分钟后再打');
  await page.keyboard.press('Alt+H');
  await expect(page.locator('#said')).toContainText('草稿 1 份');

  const next = await browserOf(browser, server, 'zuoxi1', PHONE);
  await next.goto('/hand-over');
  await expect(next.locator('.tokens')).toContainText('来电人五分钟后再打');
  await next.screenshot({ path: 'results/hand-over-phone.png' });
  const overflow = await next.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'pixels that stick out at the side').toBeLessThanOrEqual(0);
  await next.getByRole('button', { name: '接手草稿' }).click();
  await expect(next).toHaveURL(/\/desk$/);
  await expect(next.locator('#f-title')).toHaveValue('楼道灯坏了');
  await next.context().close();
});
