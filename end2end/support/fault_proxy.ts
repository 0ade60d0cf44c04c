import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * A TCP proxy on loopback that can lose the connection. The browser's own "offline" leaves open WebSockets alive, so
 * connections are cut here, for real.
 */
export class FaultProxy {
  private readonly sockets = new Set<Socket>();
  /** The sockets to the server, with those to the browser that they feed. */
  private readonly downstream = new Map<Socket, Socket>();
  private refuses = false;
  private holds = false;
  private readonly server = createServer((client) => {
    if (this.refuses) {
      client.resetAndDestroy();
    } else {
      this.join(client);
    }
  });

  constructor(private readonly target: string) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start() {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  /** Cuts what is open, and refuses what comes. */
  cut() {
    this.refuses = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Keeps back what the server says; what the browser says goes through. */
  hold() {
    this.holds = true;
    for (const [server, client] of this.downstream) server.unpipe(client);
  }

  /** Lets everything through again. */
  resume() {
    this.refuses = false;
    if (!this.holds) return;
    this.holds = false;
    for (const [server, client] of this.downstream) server.pipe(client);
  }

  async stop() {
    this.cut();
    this.server.close();
    await once(this.server, "close");
  }

  private join(client: Socket) {
    const { hostname, port } = new URL(this.target);
    const server = connect(Number(port), hostname);
    this.downstream.set(server, client);
    server.on("close", () => this.downstream.delete(server));
    for (const [from, to] of [[client, server], [server, client]] as const) {
      this.sockets.add(from);
      from.pipe(to);
      // One side that goes takes the other with it; how it went is the same to us.
      from.on("error", () => undefined);
      from.on("close", () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
