import type { Socket } from 'node:net';
import type { Gateway, GatewayClient } from './gateway.js';
import { SessionSettings } from './settings.js';
import { classifyCopy } from './sql-text.js';
import {
  buildCopyInResponse,
  buildFatalError,
  buildFrame,
  encodeCString,
  type Frame,
  maximumFrameBytes,
  ProtocolError,
  prefixStatement,
  readFrames,
  readStatement,
  replaceStatement,
  stripCopyInResponse,
  syncFrame,
} from './wire.js';

const sslRequest = 80_877_103;
const gssEncryptionRequest = 80_877_104;
const cancelRequest = 80_877_102;
const protocolThree = 3;

/** Runs instead of a COPY that can't be served, because PGlite exits when it has to read from its client. */
const copyRefusal = `do $$ begin raise feature_not_supported using message =
  'the embedded database supports COPY FROM STDIN only as the single statement of a simple query'; end $$`;

/** Limit for the data of one COPY, which PGlite needs in one piece. */
const maximumCopyBytes = 4 * maximumFrameBytes;

/** Messages to which the backend replies with ReadyForQuery. */
const batchEnds = new Set(['S', 'Q', 'F']);

export class ClientSession implements GatewayClient {
  identity: GatewayClient['identity'] = { user: 'postgres', role: undefined };
  readonly #socket: Socket;
  readonly #gateway: Gateway;
  readonly #greeting: Buffer;
  readonly #prefix: string;
  readonly #statements = new Set<string>();
  readonly #settings = new SessionSettings();
  #buffer = Buffer.alloc(0);
  /** Data received after the buffer. Joined only once it completes a message, because a long one has many chunks. */
  #chunks: Buffer[] = [];
  #chunkBytes = 0;
  #neededBytes = 0;
  /** The COPY whose data is being received. */
  #copy: { pieces: Buffer[]; bytes: number } | undefined;
  #isStarted = false;
  #isPumping = false;
  #isClosed = false;

  /** @param greeting the backend's reply to a startup message: authentication, parameters, ReadyForQuery */
  constructor(socket: Socket, gateway: Gateway, greeting: Buffer, id: number) {
    this.#socket = socket;
    this.#gateway = gateway;
    this.#greeting = greeting;
    this.#prefix = `${id}:`;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#chunkBytes += chunk.length;
      void this.#pump();
    });
    socket.on('error', () => this.#leave());
    socket.on('close', () => this.#leave());
  }

  get settings(): ReadonlyMap<string, string> {
    return this.#settings.statements;
  }

  evict(code: string, message: string): void {
    this.#end(buildFatalError(code, message));
  }

  #end(last?: Buffer): void {
    if (last !== undefined && this.#socket.writable) this.#socket.write(last);
    this.#socket.end();
    this.#leave();
  }

  #leave(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const closings = [...this.#statements].map((name) => buildFrame('C', Buffer.from('S'), encodeCString(name)));
    const cleanUp = closings.length > 0 ? Buffer.concat([...closings, syncFrame]) : undefined;
    this.#gateway.leave(this, cleanUp).catch(() => {});
  }

  #join(): void {
    if (this.#chunks.length === 0 || this.#buffer.length + this.#chunkBytes < this.#neededBytes) return;
    this.#buffer = Buffer.concat([this.#buffer, ...this.#chunks]);
    this.#chunks = [];
    this.#chunkBytes = 0;
  }

  /** Processes received messages in order, one batch at a time. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (!this.#isClosed && (this.#isStarted ? await this.#work() : await this.#start()));
    } catch (error) {
      // Any other error is a failure of PGlite itself, whose state is unknown.
      const code = error instanceof ProtocolError ? '08P01' : 'XX000';
      this.#end(buildFatalError(code, (error as Error).message));
    } finally {
      this.#isPumping = false;
    }
  }

  /** Processes one startup packet. Returns false if it is incomplete. */
  async #start(): Promise<boolean> {
    this.#join();
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
        this.#end(buildFatalError('28000', `role "${name}" does not exist`));
        return;
      }
    }
    this.identity = identity;
    this.#settings.start(parameters);
    // Negotiates a newer minor version of the protocol down to 3.0.
    const minor = version & 0xffff;
    if (minor > 0) this.#socket.write(buildFrame('v', Buffer.from([0, 3, 0, 0]), Buffer.alloc(4)));
    this.#socket.write(this.#greeting);
    this.#isStarted = true;
  }

  /** Runs the received frames up to the end of a batch. Returns false if there are none. */
  async #work(): Promise<boolean> {
    this.#join();
    const { frames, neededBytes } = readFrames(this.#buffer);
    const [first] = frames;
    this.#neededBytes = first === undefined ? neededBytes : 0;
    if (first === undefined) return false;
    if (this.#copy !== undefined) return this.#takeCopyData(frames, this.#copy);
    if (first.type === 'Q' && classifyCopy(readStatement(first) ?? '') === 'alone') {
      this.#buffer = this.#buffer.subarray(first.bytes.length);
      this.#copy = { pieces: [first.bytes], bytes: 0 };
      this.#socket.write(buildCopyInResponse(readStatement(first) ?? ''));
      return true;
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
    for (const piece of batch) this.#settings.noteStatement(readStatement(piece) ?? '');
    return this.#run(Buffer.concat(pieces));
  }

  /** Collects the data of a COPY and runs it when complete, because PGlite can't wait for more. */
  async #takeCopyData(frames: Frame[], copy: { pieces: Buffer[]; bytes: number }): Promise<boolean> {
    let consumedBytes = 0;
    let last: string | undefined;
    for (const { type, bytes } of frames) {
      if (!'dcfSHX'.includes(type)) throw new ProtocolError('unexpected message during COPY from stdin');
      consumedBytes += bytes.length;
      // A driver can send Sync or Flush before it knows that its statement is a COPY.
      if (type === 'S' || type === 'H') continue;
      copy.pieces.push(bytes);
      copy.bytes += bytes.length;
      if (copy.bytes > maximumCopyBytes) throw new ProtocolError('too much data for one COPY');
      if (type !== 'd') {
        last = type;
        break;
      }
    }
    this.#buffer = this.#buffer.subarray(consumedBytes);
    if (last === 'X') this.#end();
    if (last === undefined || last === 'X') return last === undefined;
    this.#copy = undefined;
    return this.#run(Buffer.concat(copy.pieces), stripCopyInResponse);
  }

  async #run(batch: Buffer, shape = (answer: Buffer) => answer): Promise<boolean> {
    await this.#gateway.acquire(this);
    if (this.#isClosed) {
      await this.#gateway.leave(this);
      return false;
    }
    const answer = shape(await this.#gateway.execute(this, batch));
    this.#settings.settle(answer);
    if (this.#isClosed || this.#socket.write(answer)) return true;
    await new Promise<void>((resolve) => {
      this.#socket.once('drain', resolve);
      this.#socket.once('close', resolve);
    });
    return true;
  }

  /** Prefixes statement names and remembers which statements to close. */
  #prepare(piece: Frame): Buffer {
    const statement = readStatement(piece);
    const isCopy = statement !== undefined && classifyCopy(statement) !== 'none';
    const { bytes, parsedName } = prefixStatement(isCopy ? replaceStatement(piece, copyRefusal) : piece, this.#prefix);
    if (parsedName !== undefined) this.#statements.add(parsedName);
    return bytes;
  }
}
