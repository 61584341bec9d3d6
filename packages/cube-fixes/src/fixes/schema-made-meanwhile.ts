import { BaseDriver } from '../base-driver.ts';
import { type Fix, methodsOf } from '../fix.ts';
import { isOwnDriver, postgresDriver } from '../postgres-driver.ts';

/** Postgres' code of what two sessions that make the same schema at once get. */
const uniqueViolation = '23505';

/** It is enough that one made it. */
export const schemaMadeMeanwhile: Fix = {
  name: 'schema-made-meanwhile',
  defect: 'Several builds that begin at once each make the schema of the rollups, and all but one fail.',
  places: methodsOf('BaseDriver', BaseDriver, { createSchemaIfNotExists: 'b18674127f94' }),
  patch() {
    const driver = postgresDriver();
    const { createSchemaIfNotExists } = driver;
    driver.createSchemaIfNotExists = async function unlessMadeMeanwhile(schema) {
      await createSchemaIfNotExists.call(this, schema).catch((error: { code?: string }) => {
        if (!isOwnDriver(this) || error.code !== uniqueViolation) throw error;
      });
    };
  },
};
