import pg from 'pg';
import { inject } from 'vitest';

/** Values as the server writes them, so that no driver's reading of them is in between. */
export const asText: pg.ClientConfig['types'] = { getTypeParser: () => (text: unknown) => text } as never;

/** A connection to the shared server's SQL API; the caller ends it. */
export async function connect(settings: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ ...inject('sqlApi'), ...settings });
  await client.connect();
  return client;
}
