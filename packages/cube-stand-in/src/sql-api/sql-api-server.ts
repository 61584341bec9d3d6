import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { SQLInterfaceOptions } from '@cubejs-backend/native';
import { bounds, mostConnections } from './bounds.ts';
import { CatalogueDatabases } from './catalogue-database.ts';
import { Connection, startSettings } from './client-connection.ts';
import { CubeUser } from './cube.ts';
import { SourceDatabase } from './source-database.ts';
import { SqlError } from './sql-error.ts';
import { Session } from './sql-session.ts';
import { loadParser } from './syntax-tree.ts';

/** Serves Postgres' protocol: BI tools connect to it, and read the model's views as tables. */
export class SqlApiServer {
  private readonly databases = new CatalogueDatabases();
  private readonly source = new SourceDatabase();
  private readonly sessions = new Map<number, { secret: number; session: Session }>();
  private readonly connections = new Map<Socket, Connection>();
  private readonly server: Server;
  private readonly secure: SecureContext | undefined;
  private lastProcess = 0;

  /** @throws where TLS can't be had by the files that it is to be had by */
  constructor(private readonly options: SQLInterfaceOptions) {
    this.secure = secureContext();
    this.server = createServer((socket) => {
      const connection = new Connection(socket, this.secure);
      this.connections.set(socket, connection);
      socket.setNoDelay(true);
      // A client that goes away without a word is no event.
      socket.on('error', () => {});
      socket.on('close', () => this.connections.delete(socket));
      void this.serve(socket, connection).finally(() => connection.end());
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

  /**
   * Ends every connection.
   *
   * @param grace how long statements that run may go on, in milliseconds
   */
  async close(grace: number): Promise<void> {
    const isClosed = new Promise((done) => this.server.close(done));
    for (const connection of this.connections.values()) connection.shutDown();
    const timer = setTimeout(() => {
      for (const socket of this.connections.keys()) socket.destroy();
    }, grace);
    await isClosed;
    clearTimeout(timer);
    await Promise.all([this.databases.close(), this.source.close()]);
  }

  private async serve(socket: Socket, connection: Connection): Promise<void> {
    const timer = setTimeout(() => socket.destroy(), bounds.signInTime);
    try {
      const start = await connection.startUp();
      if (start?.kind === 'cancel') this.cancel(start.process, start.secret);
      if (start?.kind !== 'session') return;
      if (this.connections.size > mostConnections()) {
        throw new SqlError(
          '53300',
          `sorry, too many clients already: ${mostConnections()} (ACTIVATION_SQL_CONNECTIONS)`,
        );
      }
      const session = await this.signIn(connection, start.parameters, () => clearTimeout(timer));
      if (!session) return;
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
    onPassword: () => void,
  ): Promise<Session | undefined> {
    const user = parameters.get('user');
    if (!user) throw new SqlError('28000', 'no PostgreSQL user name specified in startup packet');
    if (parameters.has('replication')) throw new SqlError('0A000', 'replication is not supported');
    const settings = startSettings(parameters);
    const password = await connection.password();
    if (password === undefined) return undefined;
    // The rest of the time is the server's.
    onPassword();
    const appName = parameters.get('application_name') ?? '';
    const session = new Session(
      await CubeUser.signIn(this.options, { user, password, appName }),
      this.databases,
      this.source,
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

/**
 * What connections are encrypted with: `ACTIVATION_SQL_TLS_CERT` and `ACTIVATION_SQL_TLS_KEY`, PEM files; nothing where
 * neither is set.
 */
function secureContext(): SecureContext | undefined {
  const { ACTIVATION_SQL_TLS_CERT: cert, ACTIVATION_SQL_TLS_KEY: key } = process.env;
  if (!cert && !key) return undefined;
  if (!cert || !key) {
    throw new Error(
      'ACTIVATION_SQL_TLS_CERT and ACTIVATION_SQL_TLS_KEY name a certificate and its key: set both',
    );
  }
  return createSecureContext({ cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' });
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
