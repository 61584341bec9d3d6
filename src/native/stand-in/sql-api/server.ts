import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { SQLInterfaceOptions } from '@cubejs-backend/native';
import { CatalogueDatabases } from './catalogue-database.ts';
import { Connection, startSettings } from './connection.ts';
import { CubeUser } from './cube.ts';
import { Session } from './session.ts';
import { SqlError } from './sql-error.ts';
import { loadParser } from './syntax-tree.ts';

/** How long a client may take to sign in, in milliseconds. */
const signInTime = 60_000;

/** Serves Postgres' protocol: BI tools connect to it, and read the model's views as tables. */
export class SqlApiServer {
  private readonly databases = new CatalogueDatabases();
  private readonly sessions = new Map<number, { secret: number; session: Session }>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private lastProcess = 0;

  constructor(private readonly options: SQLInterfaceOptions) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      // A client that goes away without a word is no event.
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
      void this.serve(socket).finally(() => socket.end());
    });
  }

  /**
   * Listens.
   *
   * @throws where it can't, with the system's error
   */
  async listen(port: number, host: string): Promise<void> {
    await loadParser();
    this.server.listen(port, host);
    await once(this.server, 'listening');
  }

  /** Ends every connection and what runs for it. */
  async close(): Promise<void> {
    const isClosed = new Promise((done) => this.server.close(done));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all([isClosed, this.databases.close()]);
  }

  private async serve(socket: Socket): Promise<void> {
    const connection = new Connection(socket);
    const timer = setTimeout(() => socket.destroy(), signInTime);
    try {
      const start = await connection.startUp();
      if (start?.kind === 'cancel') this.cancel(start.process, start.secret);
      if (start?.kind !== 'session') return;
      const session = await this.signIn(connection, start.parameters);
      if (!session) return;
      clearTimeout(timer);
      const process = ++this.lastProcess;
      const secret = randomInt(2 ** 31);
      this.sessions.set(process, { secret, session });
      socket.on('close', () => session.cancel());
      try {
        await connection.welcome(await statuses(session, start.parameters), process, secret);
        await connection.serve(session);
      } finally {
        this.sessions.delete(process);
        session.close();
        await connection.close();
      }
    } catch (error) {
      await connection.refuse(error, 'FATAL');
    } finally {
      clearTimeout(timer);
    }
  }

  private async signIn(
    connection: Connection,
    parameters: Map<string, string>,
  ): Promise<Session | undefined> {
    const user = parameters.get('user');
    if (!user) throw new SqlError('28000', 'no PostgreSQL user name specified in startup packet');
    if (parameters.has('replication')) throw new SqlError('0A000', 'replication is not supported');
    const settings = startSettings(parameters);
    const password = await connection.password();
    if (password === undefined) return undefined;
    const appName = parameters.get('application_name') ?? '';
    const session = new Session(
      await CubeUser.signIn(this.options, { user, password, appName }),
      this.databases,
    );
    await session.open(settings).catch((error) => {
      session.close();
      throw error;
    });
    return session;
  }

  private cancel(process: number, secret: number): void {
    const found = this.sessions.get(process);
    if (found?.secret === secret) found.session.cancel();
  }
}

/** What a client is told of the server when it has signed in. */
async function statuses(session: Session, parameters: Map<string, string>): Promise<[string, string][]> {
  return [
    ...(await session.reportedSettings()),
    ['server_encoding', 'UTF8'],
    ['integer_datetimes', 'on'],
    ['standard_conforming_strings', 'on'],
    ['is_superuser', 'off'],
    ['in_hot_standby', 'off'],
    ['session_authorization', parameters.get('user') ?? ''],
  ];
}
