/** A server that can be killed as a power cut would, and started again on its data and its address. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY, SERVER, SERVER_ENVIRONMENT } from './environment.ts';

const START_MS_MAX = 120_000;

export class Fragile {
  private child: ChildProcess | undefined;
  private log = '';

  private constructor(
    private readonly data: string,
    /** Where it answers, the same after every start. */
    public url: string,
  ) {}

  static async start(): Promise<Fragile> {
    const server = new Fragile(await mkdtemp(join(tmpdir(), 'lianxin-crash-')), '');
    await server.run('127.0.0.1:0');
    return server;
  }

  password(): string {
    const found = /password[:：]?\s+(\S+)/i.exec(this.log)?.[1];
    if (found === undefined) throw new Error(`no password of the demo accounts:\n${this.log}`);
    return found;
  }

  /** SIGKILL: nothing is written any more, nobody is told. */
  async kill(): Promise<void> {
    if (!this.child) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
    this.child = undefined;
  }

  /** Starts again where it was. */
  async again(): Promise<void> {
    await this.run(new URL(this.url).host);
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  private async run(listen: string): Promise<void> {
    const child = spawn(SERVER, ['serve', '--demo', '--data', this.data, '--listen', listen], {
      cwd: REPOSITORY,
      env: SERVER_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const keep = (chunk: Buffer): void => void (this.log += chunk.toString('utf8'));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const from = this.log.length;
    const until = Date.now() + START_MS_MAX;
    for (;;) {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(this.log.slice(from))?.[0];
      if (address) {
        this.url = address;
        return;
      }
      if (Date.now() > until || child.exitCode !== null) throw new Error(`the server does not start:\n${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
