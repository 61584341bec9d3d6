import type { Functions } from './aggregates.ts';
import { type Catalogue, catalogueOf, type Meta, setupSql } from './catalogue.ts';
import { message, messagesIn, rowValues } from './messages.ts';
import { Postgres } from './postgres.ts';
import { SqlError } from './sql-error.ts';

/** A model's tables in a Postgres of their own. */
export interface CatalogueDatabase {
  catalogue: Catalogue;
  postgres: Postgres;
  functions: Functions;
}

/** As many models, or parts of one that users may see, as are kept at once: each takes some 300 MB of memory. */
const mostDatabases = 4;

/** The databases of what users may see of the model. Users who see the same share one. */
export class CatalogueDatabases {
  private readonly entries = new Map<string, { opened: Promise<CatalogueDatabase>; users: Set<object> }>();

  /**
   * The database of a model. The user gives it back by {@link release}.
   *
   * @throws {SqlError} where there are too many
   */
  acquire(user: object, meta: Meta): Promise<CatalogueDatabase> {
    const catalogue = catalogueOf(meta);
    const setup = setupSql(catalogue);
    let entry = this.entries.get(setup);
    if (!entry) {
      this.makeRoom();
      entry = { opened: open(catalogue, setup), users: new Set() };
      this.entries.set(setup, entry);
      entry.opened.catch(() => this.entries.delete(setup));
    }
    entry.users.add(user);
    return entry.opened;
  }

  release(user: object, database: CatalogueDatabase | undefined): void {
    for (const { opened, users } of this.entries.values()) {
      void opened.then(
        (one) => one === database && users.delete(user),
        () => {},
      );
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.entries.values()].map(({ opened }) => stop(opened)));
    this.entries.clear();
  }

  /** One that nobody uses is kept for whoever comes next, until another takes its room. */
  private makeRoom(): void {
    if (this.entries.size < mostDatabases) return;
    const idle = [...this.entries].find(([, { users }]) => users.size === 0);
    if (!idle)
      throw new SqlError('53300', `more than ${mostDatabases} different parts of the model are being read`);
    this.entries.delete(idle[0]);
    void stop(idle[1].opened);
  }
}

/** One that couldn't be opened has nothing to stop. */
const stop = (opened: Promise<CatalogueDatabase>): Promise<void> =>
  opened.then(
    ({ postgres }) => postgres.stop(),
    () => {},
  );

async function open(catalogue: Catalogue, setup: string): Promise<CatalogueDatabase> {
  const postgres = new Postgres(setup);
  const rows = await postgres.turn(
    {},
    async () => {},
    async (exchange) => {
      const answer = await exchange(message('Q', "SELECT DISTINCT proname FROM pg_proc WHERE prokind = 'a'"));
      return [...messagesIn(answer)].filter(({ type }) => type === 'D').map(({ body }) => rowValues(body));
    },
  );
  return { catalogue, postgres, functions: { aggregates: new Set(rows.map(([name]) => name as string)) } };
}
