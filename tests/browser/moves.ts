/** Moves made by plain forms, without script: what every page must be able to do, and the quickest way to a state to look at. */

import type { Browser, Page } from '@playwright/test';
import { enter, expect } from './fixtures.ts';
import type { Running } from './people.ts';

export interface Ticket {
  readonly number: string;
  readonly code: string;
}

/** A browser without script in which `login` has signed in; `''`: nobody has. */
export async function plain(browser: Browser, server: Running, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', javaScriptEnabled: false, viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  if (login !== '') await enter(page, login, server.password());
  return page;
}

/** Registers a request about a street lamp; it waits in the pool, or goes to a unit at once. */
export async function filed(agent: Page, title: string, lead?: string): Promise<Ticket> {
  await agent.goto('/desk');
  const typed = { phone: '10000000077', name: '李秀英', address: '友谊路 12 号', title, demand: '请尽快处理' };
  for (const [name, value] of Object.entries(typed)) await agent.locator(`#f-${name}`).fill(value);
  await agent.locator('select[name="topic"]').selectOption('city.lamp');
  await agent.locator('select[name="place"]').selectOption('hexi.youyilu');
  if (lead !== undefined) await agent.locator('select[name="lead"]').selectOption(lead);
  await agent.locator(`button[name="do"][value="${lead === undefined ? 'pool' : 'dispatch'}"]`).click();
  const word = async (place: string, shape: RegExp): Promise<string> => shape.exec((await agent.locator(place).textContent()) ?? '')?.[0] ?? '';
  return { number: await word('.registered-number', /[A-Z]+\d+-\d+/), code: await word('.registered-code', /[2-9A-Z]{6}/) };
}

type Fields = Readonly<Record<string, string | readonly string[] | boolean>>;

/** Fills in the form that stands at this address, and sends it. */
export async function send(page: Page, address: string, fields: Fields = {}): Promise<void> {
  await page.goto(address);
  await sendHere(page, address, fields);
}

/** Fills in the form on this page that goes to this address, and sends it. */
export async function sendHere(page: Page, address: string, fields: Fields = {}): Promise<void> {
  const form = page.locator(`form[action="${address}"]`);
  for (const fold of await page.locator('details:not([open])', { has: form }).all()) await fold.locator('> summary').click();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`).first();
    const sort = await field.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.tagName));
    if (sort === 'radio') await form.locator(`input[name="${name}"][value="${String(value)}"]`).check({ force: true });
    else if (sort === 'checkbox') await field.setChecked(value === true);
    else if (sort === 'SELECT') await field.selectOption(typeof value === 'object' ? [...value] : String(value));
    else await form.locator(`[name="${name}"]`).last().fill(String(value));
  }
  await form.locator('.actions button').click();
  // What was done is said in the corner and goes by itself.
  await expect(page.locator('#said .notice, main > .notice').first(), `what ${address} answered`).toBeAttached();
  await expect(page.locator('.state.t-danger'), `${address} was refused`).toHaveCount(0);
}

/** The address of the order that this person may act on. */
export async function orderOf(page: Page, number: string): Promise<string> {
  await page.goto(`/requests/${number}`);
  const found = [...(await page.content()).matchAll(/\/requests\/[\w-]+\/orders\/[0-9a-f-]{36}/g)].map((hit) => hit[0]);
  const last = found.at(-1);
  if (last === undefined) throw new Error(`nothing to do with an order of ${number}`);
  return last;
}

/** The verbs of the moves that a page offers. */
export async function offered(page: Page, address: string): Promise<readonly string[]> {
  await page.goto(address);
  const at = await page.locator('form.act[action], .move-groups a[href]').evaluateAll((all) => all.map((one) => one.getAttribute('action') ?? one.getAttribute('href') ?? ''));
  return at.map((address) => address.split('?')[0]?.split('/').at(-1) ?? '');
}

/** The page of the task of this kind for this request. */
export async function openTask(page: Page, kind: string, title: string): Promise<string> {
  await page.goto(`/tasks?kind=${kind}`);
  await page.locator('.row-link, tbody a', { hasText: title }).first().click();
  await expect(page.locator('h1')).toContainText(title);
  return new URL(page.url()).pathname;
}

/** The citizen opens his request. */
export async function lookUp(citizen: Page, { number, code }: Ticket): Promise<void> {
  await citizen.goto('/public');
  await citizen.getByLabel('诉求编号').fill(number);
  await citizen.getByLabel('查询码').fill(code);
  await citizen.getByRole('main').getByRole('button', { name: '查询' }).click();
  await expect(citizen.locator('h1')).toBeVisible();
}

/** The unit accepts and says that it reached the citizen. */
export async function atWork(unit: Page, number: string): Promise<string> {
  const order = await orderOf(unit, number);
  await send(unit, `${order}/accept`);
  await send(unit, `${order}/contact`, { reached: true, text: '已电话联系' });
  return order;
}

/** The unit reports that it is done, the centre approves. */
export async function done(unit: Page, reviewer: Page, number: string, order: string): Promise<void> {
  await send(unit, `${order}/report`, { is_true: 'yes', solved: 'yes', contacted: true, public_reply: '路灯已修好。', internal: '更换灯泡' });
  await send(reviewer, `${await orderOf(reviewer, number)}/approve`);
}
