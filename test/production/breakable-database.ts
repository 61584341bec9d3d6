import { connect, createServer, type Server, type Socket } from 'node:net';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';

/** A way to a database that can be closed, cut and made slow, as networks and restarts do. */
export class BreakableDatabase {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private delayMs = 0;
  private isHanging = false;

  constructor(
    private readonly database: PostgresConnection,
    private readonly port: number,
  ) {}

  /** The login by this way. */
  get connection(): PostgresConnection {
    return { ...this.database, host: '127.0.0.1', port: this.port };
  }

  /** Lets connections through. */
  async open(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.database.port, this.database.host);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one);
        one.on('data', (data) => this.pass(other, data));
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
    });
    this.server = server;
    await new Promise<void>((up) => server.listen(this.port, '127.0.0.1', up));
  }

  /** Refuses connections, and cuts those there are, as a database that goes away does. */
  async close(): Promise<void> {
    const server = this.server;
    const closed = server && new Promise((done) => server.close(done));
    this.cut();
    await closed;
    this.server = undefined;
  }

  /** Cuts the connections there are. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Has each message take longer. */
  slowDown(milliseconds: number): void {
    this.delayMs = milliseconds;
  }

  /** Swallows what is sent, as a network that lost its way does. */
  hang(isHanging: boolean): void {
    this.isHanging = isHanging;
    if (!isHanging) this.cut();
  }

  private pass(to: Socket, data: Buffer): void {
    if (this.isHanging) return;
    if (this.delayMs === 0) to.write(data);
    else setTimeout(() => to.destroyed || to.write(data), this.delayMs);
  }
}
