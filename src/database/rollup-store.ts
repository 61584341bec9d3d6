import pg from 'pg';
import { rollupSettings } from '../config/rollup-settings.ts';
import { ownDatabase } from './own-database.ts';

/** Where Cube keeps the rollups, as a part of a sentence. `isOn` is false where queries read the source tables. */
export interface RollupStore {
  isOn: boolean;
  description: string;
}

/**
 * Makes the schema for rollups, and for outcomes that are kept, in the Postgres that `CUBEJS_DB_*` names, and turns them
 * off for this process where its login may not: queries are then answered from the source tables, as they are where they
 * are turned off. Cube would make the schema itself, but once for each of several builds at a time, of which all but one
 * fail.
 *
 * @throws {ActionableError} where a variable on rollups says what can't be
 */
export async function prepareRollups(): Promise<RollupStore> {
  const { CUBEJS_PRE_AGGREGATIONS_SCHEMA: schema = 'rollups', CUBEJS_EXTERNAL_DEFAULT } = process.env;
  const { enabled, outcomes } = rollupSettings();
  const isInCubeStore = CUBEJS_EXTERNAL_DEFAULT !== 'false';
  if (!enabled) return { isOn: false, description: 'off: ACTIVATION_ROLLUPS is false' };
  if (isInCubeStore && !outcomes) return { isOn: true, description: 'in Cube Store' };
  const place = isInCubeStore ? 'in Cube Store' : `in the schema ${schema}`;
  const client = new pg.Client(ownDatabase());
  try {
    await client.connect();
  } catch {
    // A database that isn't there yet: Cube makes the schema once it is.
    return { isOn: true, description: place };
  }
  try {
    const { rows } = await client.query(
      `SELECT to_regnamespace(quote_ident($1)) IS NOT NULL AS exists,
              has_database_privilege(current_database(), 'CREATE') AS may_create,
              COALESCE(has_schema_privilege(to_regnamespace(quote_ident($1)), 'CREATE'), FALSE) AS may_fill`,
      [schema],
    );
    const { exists, may_create: mayCreate, may_fill: mayFill } = rows[0];
    if (exists ? !mayFill : !mayCreate) {
      process.env[isInCubeStore ? 'ACTIVATION_OUTCOMES' : 'ACTIVATION_ROLLUPS'] = 'false';
      return {
        isOn: isInCubeStore,
        description: `${isInCubeStore ? `${place}, and outcomes ` : ''}off: the login may not create tables in the schema ${schema} (CREATE SCHEMA ${schema} AUTHORIZATION <the login> lets it)`,
      };
    }
    if (!exists) await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
    return { isOn: true, description: place };
  } finally {
    await client.end();
  }
}
