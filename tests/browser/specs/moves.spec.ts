/** The moves of the trade, each by plain forms: returning, more time, plans for long matters, merging, ways out and back in. */

import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { atWork, done, filed, lookUp, offered, openTask, orderOf, plain, send, sendHere } from '../moves.ts';
import { pick } from '../people.ts';

test.use({ actionTimeout: 10_000 });
test.describe.configure({ timeout: 120_000 });

test('a return is refused: the unit keeps it, cannot ask again, and reports', async ({ browser, server }) => {
  const [agent, unit, dispatcher] = await Promise.all(['zuoxi1', 'hexi', 'paidan1'].map((login) => plain(browser, server, login))) as [Page, Page, Page];
  const title = '路灯不亮：退单被驳回';
  const { number } = await filed(agent, title, 'hexi');
  const order = await orderOf(unit, number);
  await unit.goto(`${order}/ask-return`);
  await expect(unit.locator('.act')).toContainText('退单截止');
  await sendHere(unit, `${order}/ask-return`, { reason: 'not_our_duty', basis: '《天津市城市照明管理规定》第四条', unit: 'wjw' });

  const task = await openTask(dispatcher, 'return_review', title);
  await expect(dispatcher.locator('.dealings')).toContainText('第四条');
  await expect(dispatcher.locator('form[action$="/redispatch"] select[name="unit"]')).toHaveValue('wjw');
  await sendHere(dispatcher, `${order}/refuse-return`, { reason: '属地照明由区里负责' });
  await dispatcher.goto(task);
  await expect(dispatcher.locator('#main')).toContainText('该任务已处理完毕');

  const now = await offered(unit, `/requests/${number}`);
  expect(now).toContain('report');
  expect(now, 'what was refused is not asked again').not.toContain('ask-return');
  await expect(unit.locator('.order-marks')).toContainText('退单已驳回');
  await send(unit, `${order}/contact`, { reached: true, text: '已联系' });
  await send(unit, `${order}/report`, { is_true: 'yes', solved: 'yes', contacted: true, public_reply: '已修好。', internal: '换灯' });
  await expect(unit.locator('#main')).toContainText('待审核');
});

test('after three units have argued, the next is designated and cannot return it', async ({ browser, server }) => {
  const people = await Promise.all(['zuoxi1', 'paidan1', 'hexi', 'weijian', 'zhongbei', 'jinnan'].map((login) => plain(browser, server, login)));
  const [agent, dispatcher, ...units] = people as [Page, Page, ...Page[]];
  const codes = ['wjw', 'xiqing.zhongbei', 'jinnan'];
  const { number } = await filed(agent, '路灯不亮：几家都说不是自己的', 'hexi');
  for (const [n, to] of codes.entries()) {
    const order = await orderOf(units[n] as Page, number);
    await send(units[n] as Page, `${order}/ask-return`, { reason: 'not_our_place', unit: to });
    await dispatcher.goto(`${order}/redispatch`);
    await expect(dispatcher.locator('.act .notice', { hasText: '指定办理' })).toHaveCount(n === 2 ? 1 : 0);
    await sendHere(dispatcher, `${order}/redispatch`, { unit: to, reason: '请办理' });
  }
  const last = units[3] as Page;
  const now = await offered(last, `/requests/${number}`);
  expect(now).toContain('accept');
  expect(now).not.toContain('ask-return');
  await expect(last.locator('.order-marks').last()).toContainText('指定办理');
  const asked = await last.goto(`${await orderOf(last, number)}/ask-return`);
  expect(asked?.status()).toBe(422);
  await expect(last.locator('#main')).toContainText('指定办理的工单不能退单');
});

test('more time is granted in part, and the first deadline stays in sight', async ({ browser, server }) => {
  const [agent, unit, reviewer] = await Promise.all(['zuoxi1', 'hexi', 'shenhe'].map((login) => plain(browser, server, login))) as [Page, Page, Page];
  const title = '路灯不亮：要等配件';
  const { number } = await filed(agent, title, 'hexi');
  const order = await atWork(unit, number);
  await send(unit, `${order}/ask-delay`, { days: '5', reason: '配件缺货', plan: '三日内到货，次日更换', told: '已告知，同意等待' });
  await openTask(reviewer, 'delay_review', title);
  await expect(reviewer.locator('.dealings')).toContainText('配件缺货');
  await sendHere(reviewer, `${order}/decide-delay`, { agreed: 'yes', days: '3' });
  await unit.goto(`/requests/${number}`);
  await expect(unit.locator('.dealings')).toContainText('原');
  await expect(unit.locator('.dealings')).toContainText('3 个工作日');
});

test('the clock stands still until the citizen has told more', async ({ browser, server }) => {
  const [agent, unit, citizen] = await Promise.all(['zuoxi1', 'hexi', ''].map((login) => plain(browser, server, login))) as [Page, Page, Page];
  const ticket = await filed(agent, '路灯不亮：不知道哪一盏', 'hexi');
  const order = await atWork(unit, ticket.number);
  await send(unit, `${order}/pause`, { reason: '请市民说明是哪一盏' });
  await unit.goto(`/requests/${ticket.number}`);
  await expect(unit.locator('.dealings')).toContainText('现在中止中');
  await lookUp(citizen, ticket);
  await expect(citizen.locator('#main, main')).toContainText('等待您补充，暂停计时');
  await sendHere(citizen, '/public/request/supplement', { supplement: '12 号楼门口东边第二盏' });
  await unit.goto(`/requests/${ticket.number}`);
  await expect(unit.locator('.dealings')).not.toContainText('现在中止中');
  await expect(unit.locator('.dealings')).toContainText('请市民说明是哪一盏');
});

test('what takes long is parked with milestones, and each is ticked off', async ({ browser, server }) => {
  const [agent, unit, supervision] = await Promise.all(['zuoxi1', 'hexi', 'duban'].map((login) => plain(browser, server, login))) as [Page, Page, Page];
  const { number } = await filed(agent, '路灯不亮：要重新布线', 'hexi');
  const order = await atWork(unit, number);
  const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  await send(supervision, `${order}/supervise`, { kind: 'single', demand: '请说明何时修好' });
  await send(unit, `${order}/answer-sheet`, { text: '需重新布线，已排计划' });
  await send(supervision, `${order}/park`, {
    plan: '分两步重新布线', name: '王建国（副区长）', told: '已电话说明', 'due-1': day(10), 'what-1': '完成设计', 'due-2': day(30), 'what-2': '完成施工',
  });
  await supervision.goto(`/requests/${number}`);
  await expect(supervision.locator('#main')).toContainText('王建国（副区长）');
  await expect(supervision.locator('.sheets')).toContainText('已排计划');
  await send(unit, `${order}/milestone-done`, { text: '设计已完成' });
  await expect(unit.locator('.dealings')).toContainText('已完成');
  await send(supervision, `${order}/unpark`, { reason: '提前开工' });
  expect(await offered(unit, `/requests/${number}`)).toContain('report');
});

test('two requests about one matter are merged, and both citizens are called back', async ({ browser, server }) => {
  const [agent, unit, dispatcher, reviewer, caller, citizen] = await Promise.all(['zuoxi1', 'hexi', 'paidan1', 'shenhe', 'huifang', ''].map((login) => plain(browser, server, login))) as [Page, Page, Page, Page, Page, Page];
  const master = await filed(agent, '整条街路灯不亮', 'hexi');
  const other = await filed(agent, '路灯不亮：也是这条街');
  await dispatcher.goto(`/pool/${other.number}`);
  await dispatcher.locator('.more-moves > summary').click();
  await dispatcher.locator('.move-groups a', { hasText: '并单' }).click();
  await expect(dispatcher.locator('.choices')).toContainText('整条街路灯不亮');
  await sendHere(dispatcher, `/requests/${other.number}/merge`, { number: master.number, reason: '同一条街、同一时间' });
  await lookUp(citizen, other);
  await expect(citizen.locator('.public-together')).toContainText('与另外 1 件');
  await expect(citizen.locator('.public-together')).toContainText('河西区');
  const order = await atWork(unit, master.number);
  await done(unit, reviewer, master.number, order);
  await send(caller, `/requests/${master.number}/callback`, { outcome: 'close', solved: 'yes', result: 'satisfied', manner: 'satisfied', contacted: true, reply_fits: true });
  await expect(async () => {
    await caller.goto(`/requests/${other.number}`);
    await expect(caller.locator('.page-about')).toContainText('待回访', { timeout: 500 });
  }).toPass();
  await send(caller, `/requests/${other.number}/callback`, { outcome: 'close', solved: 'yes', result: 'satisfied', manner: 'satisfied' });
  await caller.goto(`/requests/${other.number}`);
  await expect(caller.locator('.page-about')).toContainText('已办结');
});

test('a withdrawal is checked with the citizen, who was pressed', async ({ browser, server }) => {
  const [agent, unit, caller, citizen] = await Promise.all(['zuoxi1', 'hexi', 'huifang', ''].map((login) => plain(browser, server, login))) as [Page, Page, Page, Page];
  const title = '路灯不亮：想撤回';
  const ticket = await filed(agent, title, 'hexi');
  await atWork(unit, ticket.number);
  await lookUp(citizen, ticket);
  await expect(citizen.locator('form[action$="/withdraw"]')).toContainText('没有人可以要求您撤回');
  await sendHere(citizen, '/public/request/withdraw', { reason: '不用修了' });
  await expect(citizen.locator('main')).toContainText('12345 将打电话核实');
  await openTask(caller, 'withdraw_check', title);
  await sendHere(caller, `/requests/${ticket.number}/check-withdraw`, { pressed: 'yes', text: '单位打电话让他撤的' });
  await caller.goto(`/requests/${ticket.number}`);
  await expect(caller.locator('.page-about')).toContainText('办理中');
  await lookUp(citizen, ticket);
  await expect(citizen.locator('main')).toContainText('核实后继续办理');
});

test('a closed request is appealed through three levels, and reopened by the citizen', async ({ browser, server }) => {
  const [agent, unit, reviewer, caller, supervision, leader, citizen] = await Promise.all(
    ['zuoxi1', 'hexi', 'shenhe', 'huifang', 'duban', 'lingdao', ''].map((login) => plain(browser, server, login)),
  ) as [Page, Page, Page, Page, Page, Page, Page];
  const title = '路灯不亮：办结后申诉';
  const ticket = await filed(agent, title, 'hexi');
  const order = await atWork(unit, ticket.number);
  await done(unit, reviewer, ticket.number, order);
  await send(caller, `/requests/${ticket.number}/callback`, { outcome: 'close', solved: 'yes', result: 'fairly', manner: 'fairly', contacted: true, reply_fits: true });
  for (const [judge, level] of [[reviewer, '区级初审'], [supervision, '市热线中心复审'], [leader, '市级终审']] as const) {
    await unit.goto(`${order}/appeal`);
    await expect(unit.locator('.act')).toContainText(level);
    await sendHere(unit, `${order}/appeal`, { claim: 'satisfaction', reason: '市民对结果满意，对天气不满' });
    await openTask(judge, 'appeal', title);
    await expect(judge.locator('.dealings')).toContainText(level);
    await sendHere(judge, `${order}/decide-appeal`, { granted: 'no', reason: '以市民所说为准' });
  }
  expect(await offered(unit, `/requests/${ticket.number}`), 'the last instance has decided').not.toContain('appeal');

  await lookUp(citizen, ticket);
  await expect(citizen.locator('main')).toContainText('异议期');
  await sendHere(citizen, '/public/request/reopen', { reason: '昨晚又不亮了' });
  await unit.goto(`/requests/${ticket.number}`);
  await expect(unit.locator('#main')).toContainText('重办');
  await expect(unit.locator('#main')).toContainText('昨晚又不亮了');
});

test('what is held beyond duty is judged by somebody who has not judged it before', async ({ browser, server }) => {
  const [agent, unit, supervision] = await Promise.all(['zuoxi1', 'hexi', 'duban'].map((login) => plain(browser, server, login))) as [Page, Page, Page];
  const title = '路灯不亮：小区自己的灯';
  const { number } = await filed(agent, title, 'hexi');
  const order = await atWork(unit, number);
  const undue = { reason: 'civil_dispute', basis: '《物业管理条例》', told: '已解释由物业负责', is_true: 'yes', contacted: true, why_not: '属物业', public_reply: '请联系物业。', internal: '非公共照明' };
  await send(unit, `${order}/report-undue`, undue);
  await openTask(supervision, 'undue_review', title);
  await expect(supervision.locator('.dealings')).toContainText('《物业管理条例》');
  await sendHere(supervision, `${order}/decide-undue`, { agreed: 'no', reason: '路灯在公共道路上' });
  await send(unit, `${order}/report-undue`, undue);
  await openTask(supervision, 'undue_review', title);
  await expect(supervision.locator('#main')).toContainText('应由另一名审核人审核');
  await expect(supervision.locator('form[action$="/decide-undue"]')).toHaveCount(0);
});

test('a claimed task is passed on to a colleague with a note', async ({ browser, server }) => {
  const [agent, one, two] = await Promise.all(['zuoxi1', 'paidan1', 'paidan2'].map((login) => plain(browser, server, login))) as [Page, Page, Page];
  const title = '路灯不亮：交班';
  const { number } = await filed(agent, title);
  await one.goto(`/pool/${number}`);
  await one.locator('form[action$="/claim"] button').click();
  await one.goto('/tasks?mine=1');
  await expect(one.locator('tbody')).toContainText(title);
  await one.goto(`/pool/${number}`);
  await one.getByRole('link', { name: '移交' }).click();
  const address = new URL(one.url()).pathname;
  await sendHere(one, address, { to: 'paidan2', note: '已问过区里，等回电' });
  await two.goto('/tasks?mine=1');
  await expect(two.locator('tbody')).toContainText(title);
  await two.goto(`/requests/${number}`);
  await expect(two.locator('#main')).toContainText('已问过区里，等回电');
});

test('from the panel a form opens in the panel and leads back to the order', async ({ page, signIn, expectAccessible }) => {
  await signIn('handler');
  await page.goto('/inbox');
  await page.locator('.queue').nth(2).locator('.row-link').first().click();
  const panel = page.locator('lx-side-panel');
  await panel.locator('.more-moves > summary').click();
  await panel.locator('.move-groups a', { hasText: '申请协办' }).click();
  const form = panel.locator('form[action$="/ask-support"]');
  await expect(form).toBeVisible();
  await expectAccessible();
  await pick(form, 'unit', '天津市卫生健康委员会');
  await form.locator('textarea').fill('需要卫健部门到场');
  await page.keyboard.press('Control+Enter');
  await expect(panel.locator('.dealings')).toContainText('需要卫健部门到场');
  await expect(page, 'the list stays').toHaveURL(/\/inbox$/);
});

test('several units are consulted, chosen by typing', async ({ page, signIn, expectAccessible, picture }) => {
  await signIn('dispatcher');
  await page.goto('/pool');
  const number = /[A-Z]+\d+-\d+/.exec((await page.locator('tr[data-row]', { has: page.locator('form[action$="/claim"]') }).last().textContent()) ?? '')?.[0] ?? '';
  await page.goto(`/requests/${number}/consult`);
  const form = page.locator('form[action$="/consult"]');
  await pick(form, 'units', '河西区人民政府');
  await pick(form, 'units', '天津市卫生健康委员会');
  await expect(form.locator('.picker-chip')).toHaveCount(2);
  await form.locator('.picker-chip button').first().click();
  await expect(form.locator('.picker-chip')).toHaveCount(1);
  await expectAccessible();
  await picture('consult');
  await form.locator('textarea').fill('该由谁牵头');
  await form.locator('.btn-primary').click();
  await expect(page.locator('#main')).toContainText('该由谁牵头');
  await expect(page.locator('#main')).toContainText('待决定');
});
