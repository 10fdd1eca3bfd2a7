/** What a pair of eyes would find on a page, measured inside the browser. */

import type { Page } from '@playwright/test';

export interface Findings {
  /** Pixels that stick out at the side. */
  readonly overflow: number;
  /** Cumulative layout shift, and what moved. */
  readonly shift: number;
  readonly moved: readonly string[];
  /** Compressed size of the page and everything that it loaded. */
  readonly bytes: number;
  /** Text that is cut off, without a title that tells all of it. */
  readonly cut: readonly string[];
  /** Words of the console that are not in its language. */
  readonly foreign: readonly string[];
  /** Half-width marks in Chinese, full-width ones in English. */
  readonly marks: readonly string[];
}

/** What citizens, units and the city pack say stays in the language in which it was said. */
const SAID = [
  '[lang="zh"]:not(html)',
  'h1', '.row-link', '.prose', '.told-words', '.told-line', '.user', '.person', '.facts dd', '.side-title', '.public-reply', '.held-name', '.picker-chips',
  'textarea', 'option', '.demo-account', '.page-about .num', 'td span[title]', 'td .quiet:has(.i)', '.ellipsis', '.desk-history', 'code', 'kbd', 'pre', '.notice.t-brand', '.notice-title',
].join(', ');
/** Words that Chinese uses as they are. */
const LOAN = /\b(?:CSV|APP|API|OpenAPI|Alt\+\w|Ctrl|English|zuoxi\d|TJ\d{6}-\w+)\b/g;

/** Waits until the page has come to life, then looks. */
export async function look(page: Page, lang: 'zh' | 'en'): Promise<Findings> {
  await page.waitForLoadState('load');
  await page.evaluate(() => document.fonts.ready);
  return page.evaluate(
    async ({ lang, said, loan }) => {
      interface Shift extends PerformanceEntry {
        readonly value: number;
        readonly hadRecentInput: boolean;
        readonly sources: readonly { node: Node | null }[];
      }
      const loans = new RegExp(loan, 'g');
      // Two frames and a tick: what scripts do when they start has been laid out.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 120))));
      const shifts = await new Promise<Shift[]>((resolve) => {
        const found: Shift[] = [];
        const observer = new PerformanceObserver((list) => found.push(...(list.getEntries() as Shift[])));
        observer.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve([...found, ...(observer.takeRecords() as Shift[])].filter((shift) => !shift.hadRecentInput)), 50);
      });
      const name = (node: Node | null): string => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : 'text');
      const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] as PerformanceResourceTiming[];

      const hidden = (element: Element): boolean => !element.checkVisibility({ visibilityProperty: true }) || getComputedStyle(element).clipPath !== 'none' || element.closest('.vh, .brand, .user-name') !== null;
      const cut: string[] = [];
      const foreign: string[] = [];
      const marks: string[] = [];
      for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
        const own = [...element.childNodes].filter((node) => node instanceof Text).map((node) => (node as Text).data.trim()).filter(Boolean).join(' ');
        const spoken = [own, element.getAttribute('placeholder') ?? '', element.getAttribute('aria-label') ?? ''].filter(Boolean).join(' ');
        if (spoken === '' || hidden(element)) continue;
        const control = /^(?:INPUT|TEXTAREA|SELECT|OPTION)$/.test(element.tagName);
        const clips = getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
        if (own !== '' && clips && !control && element.closest('[title], .side-body') === null && element.querySelector('[title]') === null) cut.push(own.slice(0, 40));
        if (element.closest(said)) continue;
        const words = spoken.replace(loans, '');
        if (lang === 'zh' ? /[A-Za-z]{3,}/.test(words) : /\p{Script=Han}/u.test(words)) foreign.push(`${name(element)} “${spoken.slice(0, 40)}”`);
        if (lang === 'zh' ? /\p{Script=Han}[,;:?!()]|[()]\p{Script=Han}/u.test(spoken) : /[，。：；（）？！、]/.test(spoken)) marks.push(`${name(element)} “${spoken.slice(0, 40)}”`);
      }
      return {
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        shift: shifts.reduce((sum, shift) => sum + shift.value, 0),
        moved: [...new Set(shifts.flatMap((shift) => shift.sources.map((source) => name(source.node))))].slice(0, 4),
        bytes: loaded.reduce((sum, one) => sum + one.encodedBodySize, 0),
        cut: [...new Set(cut)],
        foreign: [...new Set(foreign)],
        marks: [...new Set(marks)],
      };
    },
    { lang, said: SAID, loan: LOAN.source },
  );
}
