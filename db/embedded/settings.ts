import { stripComments } from './sql-text.js';
import { isRolledBack, readReadyStatus } from './wire.js';

/** A cheap check: most statements change no settings, and some are long. */
const canChangeSettings = /^(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:set|reset|savepoint|rollback)\b/i;

/** A statement that changes a setting for the session, not just for a transaction. */
const sessionSetting =
  /^(set|reset)\s+(?!local\b|transaction\b|constraints\b)(?:session\s+(?!authorization\b|characteristics\b))?([\w.]+)[^;]*;?\s*$/i;
const savepoint = /^savepoint\s+([^\s;]+)\s*;?$/i;
const rollbackTo = /^rollback\s+(?:(?:work|transaction)\s+)?to\s+(?:savepoint\s+)?([^\s;]+)\s*;?$/i;

const isSavepoint = (statement: string, name: string): boolean =>
  savepoint.exec(statement)?.[1]?.toLowerCase() === name.toLowerCase();

/** Startup parameters that are not settings, or that PGlite ignores. */
const ignoredParameter = /^(user|database|role|options|replication|_pq_\..*|.*_timeout)$/;

const quoteLiteral = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** Parses the startup parameter `options`: `-c name=value` and `--name=value`, with backslashes before spaces in values. */
function parseStartupOptions(text: string): [name: string, value: string][] {
  const words = text.match(/(?:\\[\s\S]|[^\\\s])+/g)?.map((word) => word.replace(/\\([\s\S])/g, '$1')) ?? [];
  return words.flatMap((word, index): [string, string][] => {
    const assigned = words[index - 1] === '-c' ? word : /^(?:-c|--)(.+)/s.exec(word)?.[1];
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assigned ?? '') ?? [];
    return name === undefined || value === undefined ? [] : [[name.replaceAll('-', '_'), value]];
  });
}

/** The settings of a session, which are restored when it gets the backend after another session. */
export class SessionSettings {
  /** The statement that sets a parameter, by its name. */
  readonly statements = new Map<string, string>();
  /** Statements of the open transaction or batch, which apply unless it is rolled back. */
  #pending: string[] = [];

  /** Applies the startup parameters. */
  start(parameters: ReadonlyMap<string, string>): void {
    for (const [name, value] of [...parseStartupOptions(parameters.get('options') ?? ''), ...parameters]) {
      if (ignoredParameter.test(name)) continue;
      this.statements.set(
        name.toLowerCase(),
        `select set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
      );
    }
  }

  noteStatement(text: string): void {
    if (!canChangeSettings.test(text)) return;
    const statement = stripComments(text);
    const [, name] = rollbackTo.exec(statement) ?? [];
    if (name !== undefined) {
      const mark = this.#pending.findLastIndex((pending) => isSavepoint(pending, name));
      this.#pending.length = mark + 1;
    } else if (sessionSetting.test(statement) || savepoint.test(statement)) this.#pending.push(statement);
  }

  /** Applies pending statements once a reply shows that the batch or transaction has ended. */
  settle(answer: Buffer): void {
    if (this.#pending.length === 0 || readReadyStatus(answer) !== 'I') return;
    const statements = this.#pending;
    this.#pending = [];
    if (isRolledBack(answer)) return;
    for (const statement of statements) {
      const [, verb, parameter] = sessionSetting.exec(statement) ?? [];
      if (verb === undefined || parameter === undefined) continue;
      const name = parameter.toLowerCase();
      if (verb.toLowerCase() === 'set') this.statements.set(name, statement.replace(/;\s*$/, ''));
      else if (name === 'all') this.statements.clear();
      else this.statements.delete(name);
    }
  }
}
