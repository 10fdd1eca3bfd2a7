/** Starts the program under test on a free port with an empty data folder, and stops it again. */

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY, RESULTS, SERVER, SERVER_ENVIRONMENT } from './environment.ts';

/** The demo city is laid out at the first start: generous, for an unoptimised build on two busy cores. */
const START_MS_MAX = 120_000;
const STOP_MS_MAX = 15_000;
/** Enough of the log to understand a failure; a server gone wild must not fill the memory. */
const LOG_CHARS_MAX = 1_000_000;

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
const PASSWORD = /(?:password|密码|口令)\s*[:：]?\s+(\S+)/i;

export class Server {
  private log = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly data: string,
    private readonly name: string,
  ) {
    const keep = (chunk: Buffer): void => {
      this.log = (this.log + chunk.toString('utf8')).slice(-LOG_CHARS_MAX);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  /** Resolves when the server has printed its address. `name` names its log in the results; `city` is a pack other than the usual one. */
  static async start(name: string, city?: string): Promise<{ server: Server; url: string }> {
    const data = await mkdtemp(join(tmpdir(), 'lianxin-browser-'));
    const pack = city === undefined ? [] : ['--city', city];
    const child = spawn(SERVER, ['serve', '--demo', '--data', data, '--listen', '127.0.0.1:0', ...pack], {
      cwd: REPOSITORY,
      env: SERVER_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(child, data, name);
    try {
      return { server, url: await server.address() };
    } catch (error) {
      await server.stop().catch(() => undefined);
      throw error;
    }
  }

  /** The password of the demo accounts, as the server prints it at its start. */
  password(): string {
    const found = PASSWORD.exec(this.log)?.[1];
    if (found === undefined) throw new Error(`the server has not printed the password of its demo accounts:\n${this.log}`);
    return found;
  }

  /** Number and code of a request that a citizen may look up. */
  example(): { readonly number: string; readonly code: string } {
    const [, number, code] = /request to look up: (\S+) (\S+)/.exec(this.log) ?? [];
    if (number === undefined || code === undefined) throw new Error(`the server has not named a request to look up:\n${this.log}`);
    return { number, code };
  }

  /** Ends the server as a city would, and fails if it does not end cleanly. */
  async stop(): Promise<void> {
    try {
      const ended = this.ended();
      this.child.kill('SIGTERM');
      const killer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS_MAX);
      const how = await ended.finally(() => clearTimeout(killer));
      if (how !== 'exit 0') throw new Error(`the server ended with ${how}:\n${this.log}`);
    } finally {
      await mkdir(RESULTS, { recursive: true });
      await writeFile(join(RESULTS, `server-${this.name}.log`), this.log);
      await rm(this.data, { recursive: true, force: true });
    }
  }

  private address(): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.child.stdout?.off('data', look);
        this.child.stderr?.off('data', look);
        act();
      };
      const fail = (why: string): void => settle(() => reject(new Error(`${why}:\n${this.log}`)));
      const look = (): void => {
        const found = ADDRESS.exec(this.log)?.[0];
        if (found !== undefined) settle(() => resolve(found));
      };
      const timer = setTimeout(() => fail(`no address after ${START_MS_MAX} ms`), START_MS_MAX);
      this.child.stdout?.on('data', look);
      this.child.stderr?.on('data', look);
      this.child.once('error', (error) => fail(`the server does not start (${error.message})`));
      this.child.once('exit', (code, signal) => fail(`the server ended at once (${signal ?? `exit ${code}`})`));
    });
  }

  private ended(): Promise<string> {
    const how = (): string => this.child.signalCode ?? `exit ${this.child.exitCode}`;
    const gone = this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
    return gone ? Promise.resolve(how()) : new Promise((resolve) => this.child.once('exit', () => resolve(how())));
  }
}
