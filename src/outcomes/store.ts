import pg from 'pg';
import { rollupSettings, secondsOf } from '../config/rollup-settings.ts';
import { ownDatabase } from '../database/own-database.ts';
import type { Outcomes } from '../model-files.ts';
import { areKept, refreshOutcomes } from './refresh.ts';

/** For how long a process takes what it knows to hold. */
const secondsKnown = 10;

/** What Postgres calls a relation that isn't there. */
const undefinedTable = '42P01';

/** The schema that outcomes are kept in: that of the rollups. */
export const outcomesSchema = (): string => process.env.CUBEJS_PRE_AGGREGATIONS_SCHEMA || 'rollups';

/** What nobody has refreshed for so long answers nothing any more. */
const secondsInUse = (): number => Math.max(86_400, 2 * secondsOf(rollupSettings().refreshEvery));

/** Which outcomes are kept in the Postgres that `CUBEJS_DB_*` names, as far as this process knows. */
export class OutcomeStore {
  private readonly known = new Map<string, { areKept: boolean; until: number }>();
  private readonly looks = new Map<string, Promise<boolean>>();
  private refreshing: Promise<void> | undefined;

  /** Whether outcomes are kept. */
  async has(outcomes: Outcomes): Promise<boolean> {
    const { hash } = outcomes;
    const known = this.known.get(hash);
    if (known && performance.now() < known.until) return known.areKept;
    const look = this.looks.get(hash) ?? this.look(outcomes).finally(() => this.looks.delete(hash));
    this.looks.set(hash, look);
    return look;
  }

  /**
   * Makes them what the sources say, where the last refresh, by whichever process, is older than told.
   *
   * @throws where Postgres refuses; what was kept before stays
   */
  async refresh(outcomes: Outcomes, maxAgeSeconds: number): Promise<void> {
    await this.refreshing?.catch(() => undefined);
    this.refreshing = refreshOutcomes(ownDatabase(), outcomesSchema(), outcomes, {
      maxAgeSeconds,
      secondsInUse: secondsInUse(),
    });
    await this.refreshing;
    this.know(outcomes, true);
  }

  private async look(outcomes: Outcomes): Promise<boolean> {
    const client = new pg.Client(ownDatabase());
    client.on('error', () => undefined);
    try {
      await client.connect();
      return this.know(outcomes, await areKept(client, outcomesSchema(), outcomes, secondsInUse()));
    } catch (error) {
      const isWithoutList = (error as { code?: string }).code === undefinedTable;
      // Without a database, what was known holds.
      return this.know(outcomes, !isWithoutList && (this.known.get(outcomes.hash)?.areKept ?? false));
    } finally {
      await client.end();
    }
  }

  private know({ hash }: Outcomes, areKept: boolean): boolean {
    this.known.set(hash, { areKept, until: performance.now() + secondsKnown * 1000 });
    return areKept;
  }
}
