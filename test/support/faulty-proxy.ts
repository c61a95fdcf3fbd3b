import { once } from 'node:events';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';

/** Passes on a client's bytes, or cuts the connection before them or before the reply to them. */
export type TrafficAction = 'pass' | 'cut' | 'cut-answer';

/** A client's connection and the one to the server. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Drops all bytes without closing either side. */
  isSilent: boolean;
  /** Cuts the connection instead of passing on the server's next bytes. */
  isAnswerLost: boolean;
}

/** A proxy in front of a local PostgreSQL server that simulates failures of networks and servers. */
export class FaultyProxy {
  /** Latency in each direction. */
  delayMilliseconds = 0;
  /** Decides about a client's bytes, which are readable because local connections have no TLS. */
  chooseAction: (sent: Buffer) => TrafficAction = () => 'pass';
  /** Whether connections end with a reset, as those of a killed process do. */
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

  /** The database's URL through this proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  /** Applies an action to the next bytes that contain a text. */
  interceptNext(text: string, action: TrafficAction): void {
    let isDone = false;
    this.chooseAction = (sent) => {
      if (isDone || !sent.includes(text)) return 'pass';
      isDone = true;
      return action;
    };
  }

  /** Routes new connections to another server, as a cluster's DNS name does after a failover. */
  setTarget(url: string): void {
    this.#target = new URL(url);
  }

  /** Ends every connection at once. */
  cut(): void {
    for (const pair of this.#pairs) this.#end(pair);
  }

  /** Closes the port, so that connecting fails. */
  async refuse(): Promise<void> {
    const listening = this.#listening;
    this.#listening = undefined;
    if (listening === undefined) return;
    const closed = once(listening, 'close');
    listening.close();
    this.cut();
    await closed;
  }

  /** Makes current connections, and new ones until `heal`, half-open: they neither answer nor close. */
  silence(): void {
    this.#isSilent = true;
    for (const pair of this.#pairs) pair.isSilent = true;
  }

  /** Stops all failures. Silenced connections stay silent. */
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
      const action = this.chooseAction(sent);
      if (action === 'cut') return this.#end(pair);
      pair.isAnswerLost = action === 'cut-answer';
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
      // Neither side of a silent pair learns that the other has closed.
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
