import { createRequire } from 'node:module';
import type { RollupDescription } from 'cube-fixes';
import type pg from 'pg';
import { rollupSql } from '../harness/compiled-model.ts';
import type { ServedRow } from '../oracle/differences.ts';

/** What an API answers: rows, or why not. */
export interface Answer {
  status: number;
  /** The body as it came. */
  text: string;
  rows?: ServedRow[];
  total?: number;
}

/** A way of asking the server. */
export type Api = (url: string, token: string, query: object) => Promise<Answer>;

const headers = (token: string) => ({ authorization: token, 'content-type': 'application/json' });

async function fetched(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const { error, data, total } = JSON.parse(text) as { error?: string; data?: ServedRow[]; total?: number };
  // The database has more to do than Cube waits for.
  if (error === 'Continue wait') return fetched(url, init);
  return { status: response.status, text, ...(data && { rows: data }), ...(total != null && { total }) };
}

export const get: Api = (url, token, query) =>
  fetched(`${url}/cubejs-api/v1/load?queryType=multi&query=${encodeURIComponent(JSON.stringify(query))}`, {
    headers: headers(token),
  }).then(firstResult);

/** With the query types that Cube's own client asks with, the results are in a list. */
function firstResult(answer: Answer): Answer {
  const { results } = JSON.parse(answer.text) as { results?: { data: ServedRow[]; total?: number }[] };
  const [first] = results ?? [];
  return first ? { ...answer, rows: first.data, ...(first.total != null && { total: first.total }) } : answer;
}

export const post =
  (route = 'load'): Api =>
  (url, token, query) =>
    fetched(`${url}/cubejs-api/v1/${route}`, {
      method: 'POST',
      headers: headers(token),
      body: JSON.stringify({ query }),
    });

/** The SQL that the server would run, run here, one after the other, over rollups made for it. */
export function sql(database: pg.Client): Api {
  let before: Promise<unknown> = Promise.resolve();
  return async (url, token, query) => {
    const answer = await post('sql')(url, token, query);
    const { sql } = JSON.parse(answer.text) as { sql?: MadeSql };
    if (!sql) return answer;
    const run = before.then(() => ran(database, sql));
    before = run.catch(() => undefined);
    return { ...answer, rows: await run };
  };
}

interface MadeSql {
  sql: [string, unknown[]];
  aliasNameToMember: Record<string, string>;
  preAggregations: RollupDescription[];
}

async function ran(database: pg.Client, made: MadeSql): Promise<ServedRow[]> {
  const [text, parameters] = made.sql;
  try {
    await database.query('BEGIN; CREATE SCHEMA IF NOT EXISTS rollups');
    for (const rollup of made.preAggregations.map(rollupSql)) {
      await database.query(`CREATE TABLE ${rollup.table} AS ${rollup.text}`, rollup.parameters);
    }
    const { rows } = await database.query<Record<string, unknown>>(text, parameters);
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([alias, value]) => [made.aliasNameToMember[alias] ?? alias, value]),
      ),
    );
  } finally {
    await database.query('ROLLBACK');
  }
}

const uncapitalized = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** A query for measures and dimensions of one cube or view, and filters by `equals`, in GraphQL. */
export const graphql: Api = async (url, token, query) => {
  const {
    measures = [],
    dimensions = [],
    filters = [],
  } = query as {
    measures?: string[];
    dimensions?: string[];
    filters?: { member: string; values: string[] }[];
  };
  const members = [...measures, ...dimensions];
  const cube = members[0]?.split('.')[0] ?? '';
  const named = (member = ''): string => member.split('.')[1] ?? '';
  const where = filters
    .map(({ member, values }) => `${named(member)}: { in: ${JSON.stringify(values)} }`)
    .join(', ');
  const text = `{ cube(limit: 10000) { ${uncapitalized(cube)}${where ? `(where: { ${where} })` : ''} { ${members.map(named).join(' ')} } } }`;
  return graphqlText(url, token, text).then((answer) => {
    const { data } = JSON.parse(answer.text) as { data?: { cube: Record<string, ServedRow>[] } | null };
    if (!data?.cube) return { ...answer, status: answer.status === 200 ? 400 : answer.status };
    return {
      ...answer,
      rows: data.cube.map((row) =>
        Object.fromEntries(
          Object.entries(row[uncapitalized(cube)] ?? {}).map(([name, value]) => [`${cube}.${name}`, value]),
        ),
      ),
    };
  });
};

/** Any GraphQL. */
export const graphqlText = async (url: string, token: string, query: string): Promise<Answer> => {
  const response = await fetch(`${url}/cubejs-api/graphql`, {
    method: 'POST',
    headers: headers(token),
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
};

/** What is used here of the package `ws`, which Cube's server brings; Node 20 has no WebSocket of its own. */
interface Socket {
  on(event: 'open' | 'close', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  send(text: string): void;
  close(): void;
  terminate(): void;
}
const fromServer = createRequire(createRequire(import.meta.url).resolve('@cubejs-backend/server'));
const WebSocket = fromServer('ws') as new (url: string) => Socket;

/** What came through a WebSocket, in its order. */
export interface Message {
  messageId?: string;
  handshake?: boolean;
  status?: number;
  message?: { error?: string; results?: { data: ServedRow[]; total?: number }[]; data?: ServedRow[] };
}

/** A connection that has told its token, or nothing where there is none. */
export class Connection {
  readonly messages: Message[] = [];
  private readonly waiting: (() => void)[] = [];
  private asked = 0;

  private constructor(readonly socket: Socket) {
    socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)) as Message);
      for (const look of this.waiting.splice(0)) look();
    });
  }

  static async open(url: string, token?: string): Promise<Connection> {
    const socket = new WebSocket(url.replace('http', 'ws'));
    const connection = new Connection(socket);
    await new Promise<void>((opened, failed) => {
      socket.on('open', opened);
      socket.on('error', failed);
    });
    if (token !== undefined) {
      socket.send(JSON.stringify({ authorization: token }));
      await connection.first(({ handshake, message }) => handshake === true || message !== undefined);
    }
    return connection;
  }

  /** The first message that meets a condition, once it is there. */
  async first(condition: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.messages.find(condition);
      if (found) return found;
      await new Promise<void>((look) => this.waiting.push(look));
    }
  }

  /** Sends a request and waits for what comes back to it. */
  async ask(method: string, query?: object): Promise<Message> {
    this.asked += 1;
    const messageId = String(this.asked);
    this.socket.send(
      JSON.stringify({ messageId, method, params: query ? { query, queryType: 'multi' } : {} }),
    );
    return this.first((message) => message.messageId === messageId && message.message !== undefined);
  }
}

export const webSocket: Api = async (url, token, query) => {
  const connection = await Connection.open(url, token);
  const refused = connection.messages.find(({ message }) => message?.error);
  const { status = 200, message } = refused ?? (await connection.ask('load', query));
  connection.socket.close();
  const [first] = message?.results ?? [];
  return {
    status,
    text: JSON.stringify(message),
    ...(first && { rows: first.data, ...(first.total != null && { total: first.total }) }),
  };
};
