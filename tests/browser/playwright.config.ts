import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './environment.ts';

/** Pages are slow only when something is wrong; the two cores are shared with the server under test. */
const TEST_MS_MAX = 60_000;
const EXPECT_MS_MAX = 10_000;

export default defineConfig({
  testDir: 'specs',
  outputDir: 'results/artifacts',
  workers: 2,
  fullyParallel: false,
  // A test that needs luck is a failing test.
  retries: 0,
  forbidOnly: true,
  timeout: TEST_MS_MAX,
  expect: { timeout: EXPECT_MS_MAX },
  reporter: [['list'], ['./counts.ts']],
  use: {
    viewport: { width: 1280, height: 720 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      // Debian's Chromium: nothing is downloaded. It talks to loopback only.
      executablePath: CHROMIUM,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
