/** The people of the demo city, from the city pack itself. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { REPOSITORY } from './environment.ts';

/** Role codes as in `lianxin-domain`. */
export type Role =
  | 'agent'
  | 'floor_supervisor'
  | 'dispatcher'
  | 'supervision'
  | 'handler'
  | 'reviewer'
  | 'callback_agent'
  | 'knowledge_editor'
  | 'inspector'
  | 'analyst'
  | 'administrator'
  | 'leader'
  | 'auditor'
  | 'named_officer';

interface Account {
  readonly login: string;
  readonly role: string;
}

function isAccount(value: unknown): value is Account {
  return typeof value === 'object' && value !== null && 'login' in value && 'role' in value;
}

/** Login of the first demo account that holds `role`. */
export function loginOf(role: Role): string {
  const file = join(REPOSITORY, 'cities/tianjin/demo.toml');
  const tables: unknown[] = Object.values(parse(readFileSync(file, 'utf8'))).flat();
  const accounts = tables.filter(isAccount);
  const account = accounts.find((candidate) => candidate.role === role);
  if (account === undefined) throw new Error(`no demo account is ${role} in ${file}`);
  return String(account.login);
}
