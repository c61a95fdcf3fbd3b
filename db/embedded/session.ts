import type { Socket } from 'node:net';
import type { Gateway, Identity, Tenant } from './gateway.js';
import {
  type Frame,
  fatal,
  frame,
  hasError,
  maximumFrameBytes,
  ProtocolError,
  prefixStatement,
  readFrames,
  statementOf,
  sync,
  text,
  withStatement,
} from './wire.js';

const sslRequest = 80_877_103;
const gssEncryptionRequest = 80_877_104;
const cancelRequest = 80_877_102;
const protocolThree = 3;

/** One statement that changes a setting for the session and not only for a transaction. */
const sessionSetting =
  /^\s*(set|reset)\s+(?!local\b|transaction\b|constraints\b)(?:session\s+(?!authorization\b|characteristics\b))?([\w.]+)[^;]*;?\s*$/i;

/** PGlite ends when it is to read from its client; the statement that is run in its place says so instead. */
const copyFromClient = /^\s*copy\b[\s\S]*\bfrom\s+(stdin|program)\b/i;
const copyRefusal = `do $$ begin raise feature_not_supported using message =
  'COPY FROM STDIN does not work on the embedded database; set DATABASE_URL to use a server'; end $$`;

/** Messages after which the backend answers with ReadyForQuery. */
const batchEnds = new Set(['S', 'Q', 'F']);

/** One client's connection. */
export class Session implements Tenant {
  identity: Identity = { user: 'postgres', role: undefined };
  readonly settings = new Map<string, string>();
  readonly #socket: Socket;
  readonly #gateway: Gateway;
  readonly #greeting: Buffer;
  readonly #prefix: string;
  readonly #statements = new Set<string>();
  #buffer = Buffer.alloc(0);
  #isStarted = false;
  #isPumping = false;
  #isClosed = false;

  /** @param greeting what the backend answers to a start: authentication, parameters, ReadyForQuery */
  constructor(socket: Socket, gateway: Gateway, greeting: Buffer, id: number) {
    this.#socket = socket;
    this.#gateway = gateway;
    this.#greeting = greeting;
    this.#prefix = `${id}:`;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      void this.#pump();
    });
    socket.on('error', () => this.#leave());
    socket.on('close', () => this.#leave());
  }

  evict(code: string, message: string): void {
    this.#end(fatal(code, message));
  }

  #end(last?: Buffer): void {
    if (last !== undefined && this.#socket.writable) this.#socket.write(last);
    this.#socket.end();
    this.#leave();
  }

  #leave(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const closings = [...this.#statements].map((name) => frame('C', Buffer.from('S'), text(name)));
    const cleanUp = closings.length > 0 ? Buffer.concat([...closings, sync]) : Buffer.alloc(0);
    this.#gateway.leave(this, cleanUp).catch(() => {});
  }

  /** Works off what has arrived, one piece at a time and in order. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (!this.#isClosed && (this.#isStarted ? await this.#work() : await this.#start()));
    } catch (error) {
      const code = error instanceof ProtocolError ? '08P01' : 'XX000';
      this.#end(fatal(code, (error as Error).message));
    } finally {
      this.#isPumping = false;
    }
  }

  /** Takes one packet of the start; false when there is none yet. */
  async #start(): Promise<boolean> {
    if (this.#buffer.length < 8) return false;
    const length = this.#buffer.readInt32BE(0);
    const code = this.#buffer.readInt32BE(4);
    if (length < 8 || length > 10_000) throw new ProtocolError('invalid length of startup packet');
    if (this.#buffer.length < length) return false;
    const packet = this.#buffer.subarray(8, length);
    this.#buffer = this.#buffer.subarray(length);
    if (code === sslRequest || code === gssEncryptionRequest) {
      this.#socket.write('N');
      return true;
    }
    if (code === cancelRequest) {
      this.#end();
      return false;
    }
    if (code >> 16 !== protocolThree) throw new ProtocolError('unsupported frontend protocol');
    await this.#signIn(packet, code);
    return true;
  }

  async #signIn(packet: Buffer, version: number): Promise<void> {
    const words = packet.toString('utf8').split('\0');
    const parameters = new Map<string, string>();
    for (let index = 0; index + 1 < words.length && words[index] !== ''; index += 2) {
      parameters.set(words[index] ?? '', words[index + 1] ?? '');
    }
    const identity = { user: parameters.get('user') ?? 'postgres', role: parameters.get('role') };
    const names = [identity.user, ...(identity.role === undefined ? [] : [identity.role])];
    const known = await this.#gateway.runAlone((pglite) =>
      pglite.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [names]),
    );
    for (const name of names) {
      if (!known.rows.some((row) => row.rolname === name)) {
        this.#end(fatal('28000', `role "${name}" does not exist`));
        return;
      }
    }
    this.identity = identity;
    const searchPath = parameters.get('search_path');
    if (searchPath !== undefined)
      this.settings.set('search_path', `set search_path to ${searchPath.replaceAll(';', '')}`);
    // A newer minor version of the protocol is answered with the one that we speak.
    const minor = version & 0xffff;
    if (minor > 0) this.#socket.write(frame('v', Buffer.from([0, 3, 0, 0]), Buffer.alloc(4)));
    this.#socket.write(this.#greeting);
    this.#isStarted = true;
  }

  /** Runs the frames that have arrived, up to the end of a batch at most; false when there is none yet. */
  async #work(): Promise<boolean> {
    const { frames } = readFrames(this.#buffer);
    if (frames.length === 0) {
      if (this.#buffer.length > maximumFrameBytes) throw new ProtocolError('message too long');
      return false;
    }
    const last = frames.findIndex(({ type }) => batchEnds.has(type) || type === 'X');
    const batch = frames.slice(0, last < 0 ? frames.length : last + 1);
    const consumedBytes = batch.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const pieces = batch.map((piece) => this.#prepare(piece));
    this.#buffer = this.#buffer.subarray(consumedBytes);
    if (batch.at(-1)?.type === 'X') {
      this.#end();
      return false;
    }
    await this.#gateway.acquire(this);
    if (this.#isClosed) {
      await this.#gateway.leave(this, Buffer.alloc(0));
      return false;
    }
    const statements = batch.flatMap((piece) => statementOf(piece) ?? []);
    await this.#answer(Buffer.concat(pieces), statements);
    return true;
  }

  async #answer(batch: Buffer, statements: readonly string[]): Promise<void> {
    let answer: Buffer;
    try {
      answer = await this.#gateway.execute(this, batch);
    } catch (error) {
      // PGlite itself has failed: what state it is in, nobody knows.
      this.#end(fatal('XX000', (error as Error).message));
      return;
    }
    if (!hasError(answer)) for (const statement of statements) this.#remember(statement);
    if (this.#isClosed || this.#socket.write(answer)) return;
    await new Promise<void>((resolve) => {
      this.#socket.once('drain', resolve);
      this.#socket.once('close', resolve);
    });
  }

  /** Keeps a setting that has taken effect, to set it again after another session's turn. */
  #remember(statement: string): void {
    const [, verb, parameter = ''] = sessionSetting.exec(statement) ?? [];
    if (verb === undefined) return;
    const name = parameter.toLowerCase();
    if (verb.toLowerCase() === 'set') this.settings.set(name, statement.replace(/;\s*$/, ''));
    else if (name === 'all') this.settings.clear();
    else this.settings.delete(name);
  }

  /** Renames statements to this session's own, and remembers which it must close. */
  #prepare(piece: Frame): Buffer {
    const statement = statementOf(piece);
    const isCopy = statement !== undefined && copyFromClient.test(statement);
    const { bytes, parsedName } = prefixStatement(isCopy ? withStatement(piece, copyRefusal) : piece, this.#prefix);
    if (parsedName !== undefined) this.#statements.add(parsedName);
    return bytes;
  }
}
