import pg from 'pg';
import { ActionableError } from '../actionable-error.ts';
import type { OwnDatabase } from './own-database.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import { checkVersion } from './version.ts';

/** How long a server has to take a connection. */
export const connectionTimeoutMs = 15_000;

/** The database can't be reached, or doesn't let us in. The message never holds the password. */
export class ConnectionError extends ActionableError {
  override readonly name = 'ConnectionError';
  /** Whether it may be there later without anybody changing a setting: nobody answered, or is not ready to yet. */
  readonly isAway: boolean;

  constructor(connection: PostgresConnection, cause: unknown) {
    super(describe(connection, cause), { cause });
    this.isAway = isAway(cause);
  }
}

/**
 * Connects to a database.
 *
 * @throws {ConnectionError} naming host, port, database, user, the reason and the next step
 */
export async function connect(connection: OwnDatabase, settings: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: connectionTimeoutMs,
    ...settings,
  });
  // Without a listener a lost connection would end the process; the next query tells of it.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    // pg leaves the socket open where it has no password to send; the server would wait on it for a minute.
    client.end().catch(() => undefined);
    throw new ConnectionError(connection, error);
  }
  return client;
}

/**
 * What every command asks of a database of the user's own before anything else starts.
 *
 * @throws {ConnectionError} where it can't be reached or doesn't let us in
 * @throws {ActionableError} where its Postgres is too old
 */
export async function checkConnection(connection: OwnDatabase): Promise<void> {
  const client = await connect(connection);
  try {
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    checkVersion(Number(rows[0]?.server_version_num));
  } finally {
    await client.end();
  }
}

/** A database in words. */
export const place = ({ host, port, database, user }: PostgresConnection): string =>
  `the database "${database}" at ${host}:${port} as user "${user}"`;

/** What an error of the network or of Postgres says. */
export function messageOf(error: unknown): string {
  // Node tries each address of a host and throws them all together, with no message of their own.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** pg says nothing of a password that is missing, only of its type. */
const isPasswordMissing = (message: string): boolean => message.includes('client password must be');

const isTls = (code: string, message: string): boolean =>
  /no encryption|SSL|certificate/i.test(message) || /^(ERR_(SSL|TLS)|EPROTO$)|CERT/.test(code);

/** Who answers and refuses isn't away, unless the server is starting (57P…) or full (53…). */
function isAway(error: unknown): boolean {
  const [code, message] = [codeOf(error), messageOf(error)];
  if (error instanceof pg.DatabaseError) return /^(57P|53)/.test(code);
  return !isPasswordMissing(message) && !isTls(code, message);
}

function describe(connection: PostgresConnection, error: unknown): string {
  const message = messageOf(error);
  const reason = isPasswordMissing(message) ? 'the server asks for a password' : message;
  return `Can't connect to ${place(connection)}: ${reason}. ${nextStep(connection, codeOf(error), message)}`;
}

function nextStep({ host, port, database, user }: PostgresConnection, code: string, message: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `No machine is known as ${host}: check CUBEJS_DB_HOST.`;
  }
  if (code === '3D000') return `Check CUBEJS_DB_NAME: the server has no database "${database}".`;
  if (code === '28P01' || isPasswordMissing(message)) {
    return `Check CUBEJS_DB_USER and CUBEJS_DB_PASS: the password isn't that of "${user}".`;
  }
  if (isTls(code, message)) return 'Check CUBEJS_DB_SSL: client and server disagree about encryption.';
  if (code.startsWith('28')) {
    return `The server doesn't let "${user}" in from here: ask its administrator for a line in pg_hba.conf.`;
  }
  if (code === '42501')
    return `Ask for it: GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${pg.escapeIdentifier(user)};`;
  if (code === '53300')
    return 'The server has no connection free: try again later, or raise max_connections.';
  return `Check that Postgres runs there and lets this machine through (CUBEJS_DB_HOST, CUBEJS_DB_PORT): psql -h ${host} -p ${port} -U ${user} ${database}`;
}
