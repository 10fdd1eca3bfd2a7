/** Another city, from its pack alone: the pages that a request passes through, in a browser, with nothing of the reference city on them. */

import { join } from 'node:path';
import { REPOSITORY } from '../environment.ts';
import { enter, expect, test } from '../fixtures.ts';
import { pick, unfold } from '../people.ts';
import { Server } from '../server.ts';

const PACK = join(REPOSITORY, 'crates/pack/tests/packs/xiaocheng');

test.use({ actionTimeout: 10_000 });

test('desk, pool, inbox and the public page of a second city', async ({ browser }) => {
  const { server, url } = await Server.start('xiaocheng', PACK);
  try {
    const as = async (login: string) => {
      const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', viewport: { width: 1280, height: 720 } });
      const page = await context.newPage();
      await enter(page, login, server.password());
      return page;
    };
    const agent = await as('jia');
    await expect(agent).toHaveURL(/\/desk$/);
    await agent.locator('#f-phone').fill('10000000066');
    await agent.locator('#f-title').fill('重山镇路灯全灭');
    await agent.locator('#f-demand').fill('请派人修');
    const form = agent.locator('form').filter({ has: agent.locator('#f-title') });
    await pick(form, 'topic', 'ld');
    await pick(form, 'place', 'csz');
    await agent.keyboard.press('Alt+E');
    const word = async (place: string, form: RegExp): Promise<string> => form.exec((await agent.locator(place).textContent()) ?? '')?.[0] ?? '';
    const [number, code] = [await word('.registered-number', /[A-Z]+\d+-\d+/), await word('.registered-code', /[A-Z0-9]{6}/)];
    expect(number).toMatch(/^XC/);

    const dispatcher = await as('yi');
    await expect(dispatcher).toHaveURL(/\/pool$/);
    await dispatcher.goto(`/pool/${number}`);
    await expect(dispatcher.locator('.pool-proposal'), 'by the catalogue of this city').toContainText('西区人民政府');
    await dispatcher.locator('form[action$="/dispatch"] .btn-primary').click();
    await expect(dispatcher.locator('#said')).toContainText('已');

    const west = await as('bing');
    await expect(west).toHaveURL(/\/inbox$/);
    await west.locator('.order-card', { hasText: '重山镇路灯全灭' }).locator('.row-link').click();
    const accept = west.locator('lx-side-panel form[action$="/accept"] .btn-primary');
    await accept.click();
    const contact = await unfold(west, 'contact');
    await expect(contact).toBeVisible();

    await agent.goto('/public');
    await agent.locator('#f-number').fill(number);
    await agent.locator('#f-code').fill(code);
    await agent.locator('main form button').click();
    await expect(agent.locator('.lead')).toContainText('西区人民政府正在办理');
    await expect(agent.locator('.public-top')).toContainText('小城市 12345');
    for (const page of [agent, dispatcher, west]) await expect(page.locator('body')).not.toContainText('天津');
  } finally {
    await server.stop();
  }
});
