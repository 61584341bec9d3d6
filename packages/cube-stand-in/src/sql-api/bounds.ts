import { SqlError } from './sql-error.ts';

/** Connections at once, those that are signing in included: `ACTIVATION_SQL_CONNECTIONS`. */
export const mostConnections = (): number => Number(process.env.ACTIVATION_SQL_CONNECTIONS || 200);

/** What one client may have at once. Most ask for a small part of it. */
export const bounds = {
  /** How long a client may take to say who it is, in milliseconds. */
  signInTime: 20_000,
  /** A message, in bytes: a text or values. */
  message: 16 * 1024 * 1024,
  /** The text of one statement, or of several in one message, in bytes. */
  text: 1024 * 1024,
  /** Prepared statements of one session, and the texts of all of them together, in characters. */
  statements: 1000,
  statementTexts: 4 * 1024 * 1024,
  /** Portals of one session, and cursors. */
  portals: 100,
  /** Connections to the source database, for statements that Cube's cache and rollups don't answer. */
  sourceConnections: 8,
  /** As many of them one user has at most, in however many sessions: the others' statements don't wait for theirs. */
  sourceConnectionsOfOne: 6,
  /** How long a statement waits for one, in milliseconds. */
  sourceWait: 30_000,
  /** How long such a statement may compute, and how long its result may take to be read, in milliseconds. */
  statementTime: 60_000,
  resultTime: 10 * 60_000,
  /** A result, in bytes. */
  result: 64 * 1024 * 1024,
} as const;

/** What a client is told that has as many of something as it may have. */
export const tooMany = (what: string, most: number): SqlError =>
  new SqlError(
    '53400',
    `the session has too many ${what}, of which ${most} are kept`,
    'Close those that are done.',
  );
