import pg from 'pg';
import { inject } from 'vitest';

/** How to reach the SQL API of the run's shared server. In development mode any user and password will do. */
export const connection = (): pg.ClientConfig => ({
  host: '127.0.0.1',
  port: inject('sqlPort'),
  user: 'cube',
  password: 'any',
  database: 'cube',
});

/** Values as the server writes them, so that no driver's reading of them is in between. */
export const asText: pg.ClientConfig['types'] = { getTypeParser: () => (text: unknown) => text } as never;

/** A connection to the SQL API; the caller ends it. */
export async function connect(settings: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ ...connection(), ...settings });
  await client.connect();
  return client;
}
