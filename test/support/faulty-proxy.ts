import { once } from 'node:events';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';

/** What becomes of the bytes that a client sends: they go on, are lost with the connection, or the answer to them is. */
export type TrafficAction = 'pass' | 'cut' | 'cut-answer';

/** A client and the server's side of it. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Nothing goes through any more in either direction, and neither side learns of it. */
  isSilent: boolean;
  /** The next bytes of the server are lost, and the connection with them. */
  isAnswerLost: boolean;
}

/**
 * Stands between a client and a PostgreSQL server on this machine, and fails as networks and servers do: for tests and
 * for `npm run test:faults`.
 */
export class FaultyProxy {
  /** Time that bytes take in each direction, in milliseconds. */
  delayMilliseconds = 0;
  /** Decides over what a client sends; the protocol is readable, for there is no TLS on this machine. */
  chooseAction: (sent: Buffer) => TrafficAction = () => 'pass';
  /** Whether connections end by a reset, as of a process that was killed, or in good order. */
  endsByReset = false;
  readonly #pairs = new Set<Pair>();
  readonly #port: number;
  #target: URL;
  #listening: Server | undefined;
  #isSilent = false;

  private constructor(target: URL, listening: Server) {
    this.#target = target;
    this.#listening = listening;
    this.#port = (listening.address() as { port: number }).port;
    listening.on('connection', (client: Socket) => this.#join(client));
  }

  static async start(url: string): Promise<FaultyProxy> {
    return new FaultyProxy(new URL(url), await listen(0));
  }

  /** The database's URL by way of this proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  /** Sends those who connect from now on to another server, as the name of a cluster does after a failover. */
  setTarget(url: string): void {
    this.#target = new URL(url);
  }

  /** Ends every connection at once. */
  cut(): void {
    for (const pair of this.#pairs) this.#end(pair);
  }

  /** Nobody listens on the port: connecting is refused. */
  async refuse(): Promise<void> {
    const listening = this.#listening;
    this.#listening = undefined;
    if (listening === undefined) return;
    const closed = once(listening, 'close');
    listening.close();
    this.cut();
    await closed;
  }

  /** Connections that there are, and those to come until `heal`, neither answer nor end: half-open, as after a freeze. */
  silence(): void {
    this.#isSilent = true;
    for (const pair of this.#pairs) pair.isSilent = true;
  }

  /** Takes connections and passes everything on again. What was silenced stays so. */
  async heal(): Promise<void> {
    this.#isSilent = false;
    this.delayMilliseconds = 0;
    this.chooseAction = () => 'pass';
    if (this.#listening === undefined) {
      this.#listening = await listen(this.#port);
      this.#listening.on('connection', (client: Socket) => this.#join(client));
    }
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  #join(client: Socket): void {
    const server = openSocket(Number(this.#target.port || 5432), this.#target.hostname);
    const pair: Pair = { client, server, isSilent: this.#isSilent, isAnswerLost: false };
    this.#pairs.add(pair);
    client.on('data', (sent) => {
      if (pair.isSilent) return;
      const passage = this.chooseAction(sent);
      if (passage === 'cut') return this.#end(pair);
      pair.isAnswerLost = passage === 'cut-answer';
      this.#pass(pair, server, sent);
    });
    server.on('data', (sent) => {
      if (pair.isSilent) return;
      if (pair.isAnswerLost) return this.#end(pair);
      this.#pass(pair, client, sent);
    });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.#end(pair));
      // A silent pair keeps its other side in ignorance.
      socket.on('close', () => pair.isSilent || this.#end(pair));
    }
  }

  #pass(pair: Pair, to: Socket, bytes: Buffer): void {
    const write = () => pair.isSilent || to.destroyed || to.write(bytes);
    if (this.delayMilliseconds === 0) write();
    else setTimeout(write, this.delayMilliseconds);
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    if (this.endsByReset) pair.client.resetAndDestroy();
    else pair.client.destroy();
    pair.server.destroy();
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
