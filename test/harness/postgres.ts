import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { getContainerRuntimeClient } from 'testcontainers';
import type { PostgresConnection } from '../../src/database/postgres-connection.ts';
import { startNode } from './node-process.ts';

/** A running Postgres server for one test run. */
export interface TestPostgres {
  /** Which kind it is, for the run to print. */
  kind: string;
  /** A superuser's login to its maintenance database. */
  connection: PostgresConnection;
  stop(): Promise<void>;
}

/** Postgres from testcontainers where a Docker engine answers, the embedded one otherwise. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const hasEngine = await getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
  return hasEngine ? startContainer() : startEmbedded();
}

async function startContainer(): Promise<TestPostgres> {
  const image = 'postgres:18.1-alpine';
  const container = await new PostgreSqlContainer(image).start();
  return {
    kind: `testcontainers (${image})`,
    connection: {
      host: container.getHost(),
      port: container.getPort(),
      user: container.getUsername(),
      password: container.getPassword(),
      database: container.getDatabase(),
    },
    stop: async () => {
      await container.stop();
    },
  };
}

/** In a process of its own, which outlives a run that is killed by as long as it takes to stop. */
async function startEmbedded(): Promise<TestPostgres> {
  const server = startNode('test/harness/embedded-postgres.ts', [], process.env);
  const connection = await new Promise<PostgresConnection>((up, failed) => {
    server.onOutput(() => {
      const [line] = /^\{.*\}$/m.exec(server.output()) ?? [];
      if (line) up(JSON.parse(line));
    });
    server.ended.then((code) => failed(new Error(`Postgres ended with ${code}:\n${server.output()}`)));
  });
  return {
    kind: 'embedded-postgres (no Docker engine answers)',
    connection,
    stop: async () => {
      server.process.kill('SIGTERM');
      const code = await server.ended;
      if (code !== 0) throw new Error(`Postgres ended with ${code}:\n${server.output()}`);
    },
  };
}
