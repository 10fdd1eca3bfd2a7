/** Prints the sum that `./dev test` reads, as the last line of the run. */

import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';

export default class Counts implements Reporter {
  private suite: Suite | undefined;
  private errors = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  /** Errors outside any test: a spec that does not load, a worker that dies. */
  onError(): void {
    this.errors += 1;
  }

  onEnd(): void {
    const tests = this.suite?.allTests() ?? [];
    const passed = tests.filter((test) => test.outcome() === 'expected').length;
    // What was skipped, or never ran because its worker died before, has not passed.
    const failed = tests.length - passed + this.errors;
    console.log(`browser tests: passed=${passed} failed=${failed}`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
