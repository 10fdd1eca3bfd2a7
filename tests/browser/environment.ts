/** The one place where these tests read the environment; `./dev test` sets it. */

import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
export const RESULTS = fileURLToPath(new URL('./results', import.meta.url));

/** The browser: Debian's package, unless another is named. */
export const CHROMIUM = process.env['LIANXIN_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** The program under test. */
export const SERVER = process.env['LIANXIN_TEST_SERVER'] ?? `${REPOSITORY}target/debug/lianxin`;

/** What the server may see: enough to start, nothing that would configure it. */
export const SERVER_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  LANG: 'C.UTF-8',
};
