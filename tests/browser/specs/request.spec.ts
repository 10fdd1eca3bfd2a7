/** A request from the desk to its close, through six people at once; a page that is only looked at sees each step by itself. */

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { PHONE, PHOTO, browserOf, mark, pick, register, unfold } from '../people.ts';

/** Fills in what a report asks for and sends it. */
async function report(form: Locator, reply: string): Promise<void> {
  await form.locator('input[name="solved"][value="yes"]').check({ force: true });
  await form.locator('input[name="contacted"]').check();
  await form.locator('textarea[name="public_reply"]').fill(reply);
  await form.locator('textarea[name="internal"]').fill('已到场核实并处理');
  await form.locator('.btn-primary').click();
}

/** Notes that the citizen was reached; without it nothing counts as solved. */
async function contact(page: Page): Promise<void> {
  const form = await unfold(page, 'contact');
  await form.locator('textarea').fill('已电话联系');
  await form.locator('.btn-primary').click();
  await expect(page.locator('.act-fold[open] form[action$="/report"]'), 'the next step is open').toBeVisible();
}

/** Opens the order of a request from the inbox, in the panel. */
async function openOrder(page: Page, title: string, list = '/inbox'): Promise<Locator> {
  await page.goto(list);
  await page.locator('.order-card', { hasText: title }).first().locator('.row-link').click();
  const panel = page.locator('lx-side-panel');
  await expect(panel.locator('.side-title')).toHaveText(title);
  return panel;
}

test.use({ actionTimeout: 10_000 });

test('six people take a request from the desk to its close', async ({ browser, server }) => {
  test.setTimeout(180_000);
  const people = await Promise.all(['zuoxi1', 'paidan1', 'hexi', 'weijian', 'shenhe', 'huifang', 'duban'].map((login) => browserOf(browser, server, login)));
  const [agent, dispatcher, lead, support, reviewer, caller, watcher] = people as [Page, Page, Page, Page, Page, Page, Page];

  const title = '小区门口诊所夜里排污水';
  const number = await register(agent, title);
  await watcher.goto(`/requests/${number}`);
  const stayed = await mark(watcher);
  const story = watcher.locator('#request');
  await expect(story).toContainText('登记');

  // Classified, and dispatched to two units.
  await dispatcher.goto(`/requests/${number}`);
  const classify = await unfold(dispatcher, 'classify');
  await pick(classify, 'topic', '水污染');
  await pick(classify, 'place', 'youyilu');
  await classify.locator('.btn-primary').click();
  await expect(dispatcher.locator('#said')).toContainText('已记录');
  const dispatch = await unfold(dispatcher, 'dispatch');
  for (const chip of await dispatch.locator('.picker-chip button[aria-label^="移除"]').all()) await chip.click();
  await pick(dispatch, 'lead', '河西区人民政府');
  await pick(dispatch, 'lead', '天津市卫生健康委员会');
  await dispatch.locator('textarea[name="opinion"]').fill('请河西区牵头，卫健委协办');
  await dispatch.locator('.btn-primary').click();
  await expect(story).toContainText('派单给');

  // The lead accepts by key, contacts, passes a part down, reviews it, reports with a photo.
  await lead.goto('/inbox');
  const card = lead.locator('.order-card', { hasText: title });
  await card.locator('.row-link').focus();
  await lead.keyboard.press('a');
  await expect(story).toContainText('签收');
  let panel = await openOrder(lead, title);
  await lead.keyboard.press('c');
  await panel.locator('form[action$="/contact"] textarea').fill('已电话联系，约明天上门');
  await lead.keyboard.press('Control+Enter');
  await expect(story).toContainText('已联系市民');
  await expect(panel.locator('form[action$="/report"] .btn-primary'), 'the next step is open').toBeVisible();
  const passing = await unfold(lead, 'pass-down');
  await pick(passing, 'unit', '河西区城市管理委员会');
  await passing.locator('textarea[name="opinion"]').fill('请到场查看');
  await passing.locator('.btn-primary').click();
  await expect(story).toContainText('下派给');

  const below = '/inbox?below=1';
  await lead.goto(below);
  const part = lead.locator('.order-card', { hasText: title }).filter({ hasText: '城市管理委员会' }).first();
  await part.locator('button', { hasText: '签收' }).click();
  await expect(story.getByText('待联系').or(story.getByText('已签收')).first()).toBeVisible();
  await lead.goto(below);
  await lead.locator('.order-card', { hasText: title }).filter({ hasText: '城市管理委员会' }).first().locator('.row-link').click();
  await contact(lead);
  await report(await unfold(lead, 'report'), '城管已到场，污水已清理。');
  await expect(story).toContainText('城管已到场');

  await lead.goto('/review');
  await lead.locator('.row-link', { hasText: title }).click();
  await expect(lead.locator('.decision')).toBeVisible();
  await lead.keyboard.press('Control+Enter');
  await expect(story).toContainText('审核通过');

  panel = await openOrder(lead, title);
  const reporting = await unfold(lead, 'report');
  await reporting.locator('input[type="file"]').setInputFiles(PHOTO);
  await expect(reporting.locator('.drop-file')).toContainText('现场.png');
  await report(reporting, '诊所已停止排放，污水已清理。');
  await expect(panel).toContainText('待审核');
  await expect(story.locator('.told .files img')).toHaveCount(1);

  // The supporting unit reports; the reviewer sends it back with points; the unit mends.
  panel = await openOrder(support, title);
  await support.keyboard.press('a');
  await contact(support);
  await report(await unfold(support, 'report'), '已约谈诊所负责人。');
  await expect(panel).toContainText('待审核');
  await reviewer.goto('/review');
  const task = (unit: string): Locator => reviewer.locator('.panel', { has: reviewer.locator('h2', { hasText: unit }) });
  const open = async (unit: string): Promise<void> => {
    await reviewer.goto('/review');
    const hrefs = await reviewer.locator('.row-link', { hasText: title }).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    for (const href of hrefs) {
      await reviewer.goto(href);
      if ((await task(unit).count()) > 0) return;
    }
    throw new Error(`no report of ${unit} to review`);
  };
  await open('天津市卫生健康委员会');
  const back = await unfold(reviewer, 'send-back');
  await back.locator('input[name="points"]').first().check();
  await back.locator('textarea[name="points"]').fill('写明约谈的日期\n写明复查的日期');
  await reviewer.keyboard.press('Control+Enter');
  await expect(story).toContainText('写明复查的日期');
  panel = await openOrder(support, title);
  await expect(panel.locator('.points li')).toHaveCount(3);
  const mending = await unfold(support, 'report');
  await expect(mending.locator('textarea[name="public_reply"]'), 'what was said the last time').toHaveValue('已约谈诊所负责人。');
  await report(mending, '已于今日约谈诊所负责人，一周后复查。');
  await expect(story).toContainText('一周后复查');

  for (const unit of ['天津市卫生健康委员会', '河西区人民政府']) {
    await open(unit);
    await reviewer.keyboard.press('Control+Enter');
    await expect(reviewer.locator('#said')).toContainText('审核通过');
  }
  await expect(story).toContainText('待回访');

  // The citizen is called: his number is shown with a reason, digits answer, Ctrl+Enter closes.
  await caller.goto('/callback');
  await caller.locator('.row-link', { hasText: title }).click();
  await caller.locator('.reveal > summary').click();
  await caller.locator('.reveal form').getByRole('button').click();
  await expect(caller.locator('a[href="tel:10000000066"]')).toBeVisible();
  await expect(story).toContainText('查看身份');
  for (const digit of '1111') await caller.keyboard.press(digit);
  await caller.locator('input[name="contacted"]').check();
  await caller.locator('input[name="reply_fits"]').check();
  await caller.keyboard.press('Control+Enter');
  await expect(caller.locator('#said')).toContainText('已记录');
  await expect(story).toContainText('满意');
  await expect(story.locator('.page-head')).toContainText('办结');
  await stayed();
  await Promise.all(people.map((page) => page.context().close()));
});

test('the request page explains itself and folds away its forms', async ({ page, signIn, picture, expectAccessible }) => {
  await signIn('dispatcher');
  await page.goto('/pool');
  const number = /[A-Z]+\d+-\d+/.exec((await page.locator('tr[data-row]').first().textContent()) ?? '')?.[0];
  await page.goto(`/requests/${number}`);
  await expect(page.locator('.act-fold[open]')).toHaveCount(0);
  await page.locator('.why > summary', { hasText: '流水原文' }).click();
  await expect(page.locator('.raw tbody tr').first()).toBeVisible();
  await page.locator('.why > summary', { hasText: '时限怎么算的' }).click();
  const clock = page.locator('.why .why').first();
  await clock.locator('> summary').click();
  await expect(clock.locator('.steps li.is-step').first(), 'each step of the count').toBeVisible();
  await picture('request-desk');
  await expectAccessible();
  await page.setViewportSize(PHONE);
  await page.reload();
  await picture('request-phone');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
