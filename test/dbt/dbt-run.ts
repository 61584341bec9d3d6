import nunjucks from 'nunjucks';
import type pg from 'pg';
import { parse } from 'yaml';
import type { ModelFile } from '../../src/model-files.ts';

/** What a model says in `config(…)`, as far as ours do. */
interface ModelConfig {
  materialized: 'table' | 'incremental';
  incremental_strategy?: 'append';
  alias: string;
  indexes?: { columns: string[]; unique?: boolean }[];
  pre_hook: string | string[];
  post_hook: string | string[];
}

interface DbtModel {
  name: string;
  text: string;
  config: ModelConfig;
  refs: string[];
}

const jinja = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true });

/**
 * A dbt project, run as dbt with its adapter of Postgres would: the materializations `table` and `incremental`, their
 * hooks in the transaction of the model, the models in the order of what they refer to, and the tests. Its templates are
 * rendered by Nunjucks, whose language is that of Jinja.
 */
export class DbtProject {
  private readonly models: DbtModel[] = [];
  private readonly tests: { name: string; sql: string }[];

  constructor(
    files: readonly ModelFile[],
    private readonly schema: string,
  ) {
    const inFolder = (folder: string): { name: string; content: string }[] =>
      files.flatMap(({ fileName, content }) => {
        const [, name] = new RegExp(`^${folder}/(\\w+)\\.sql$`).exec(fileName) ?? [];
        return name === undefined ? [] : [{ name, content }];
      });
    const models = inFolder('models').map(({ name, content }) => parsed(name, content));
    while (models.length > 0) {
      const next = models.findIndex(({ refs }) =>
        refs.every((ref) => this.models.some((m) => m.name === ref)),
      );
      if (next < 0)
        throw new Error(`Models refer to each other or to none: ${models.map(({ name }) => name)}`);
      this.models.push(...models.splice(next, 1));
    }
    const schemaFile = files.find(({ fileName }) => fileName === 'models/schema.yml')?.content ?? '';
    this.tests = [
      ...genericTests(schemaFile),
      ...inFolder('tests').map(({ name, content }) => ({ name, sql: content })),
    ].map(({ name, sql }) => ({ name, sql: jinja.renderString(sql, { ref: this.ref }) }));
  }

  /** `dbt run`, also with `--full-refresh`, or with `--select` for one model. */
  async run(client: pg.Client, { fullRefresh = false, select = '' } = {}): Promise<void> {
    for (const model of this.models.filter(({ name }) => select === '' || name === select)) {
      const isThere = await client.query('SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = $2', [
        this.schema,
        model.config.alias,
      ]);
      const isIncremental =
        isThere.rowCount === 1 && !fullRefresh && model.config.materialized === 'incremental';
      await client.query('BEGIN');
      try {
        await this.runModel(client, model, isIncremental);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    }
  }

  private async runModel(
    client: pg.Client,
    { name, text, config }: DbtModel,
    isIncremental: boolean,
  ): Promise<void> {
    const context = {
      this: this.ref(name),
      ref: this.ref,
      is_incremental: () => isIncremental,
      config: () => '',
    };
    const hooks = async (of: string | string[]): Promise<void> => {
      for (const hook of [of].flat()) {
        const sql = jinja.renderString(hook, context).trim();
        if (sql !== '') await client.query(sql);
      }
    };
    await hooks(config.pre_hook);
    const sql = jinja.renderString(text, context);
    if (isIncremental) {
      await client.query(`CREATE TEMPORARY TABLE "${name}__dbt_tmp" ON COMMIT DROP AS (\n${sql}\n)`);
      const { rows } = await client.query<{ columns: string }>(
        `SELECT STRING_AGG(quote_ident(attname), ', ') AS columns
         FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0`,
        [context.this],
      );
      await client.query(
        `INSERT INTO ${context.this} (${rows[0]?.columns}) (SELECT ${rows[0]?.columns} FROM "${name}__dbt_tmp")`,
      );
    } else {
      const made = `"${this.schema}"."${config.alias}__dbt_tmp"`;
      await client.query(`CREATE TABLE ${made} AS (\n${sql}\n)`);
      for (const { columns, unique = false } of config.indexes ?? []) {
        await client.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ON ${made} (${columns.join(', ')})`);
      }
      await client.query(
        `DROP TABLE IF EXISTS ${context.this}; ALTER TABLE ${made} RENAME TO "${config.alias}"`,
      );
    }
    await hooks(config.post_hook);
  }

  /** `dbt test`: the tests that find something. */
  async test(client: pg.Client): Promise<string[]> {
    const failed: string[] = [];
    for (const { name, sql } of this.tests) {
      const { rowCount } = await client.query(sql);
      if (rowCount !== 0) failed.push(name);
    }
    return failed;
  }

  /** The table of a model. */
  readonly ref = (name: string): string => {
    const model = this.models.find((each) => each.name === name);
    if (!model) throw new Error(`There is no model ${name}.`);
    return `"${this.schema}"."${model.config.alias}"`;
  };
}

/** What dbt's parser sees of a model. */
function parsed(name: string, text: string): DbtModel {
  const refs = new Set<string>();
  const found: ModelConfig[] = [];
  const context = {
    this: '',
    is_incremental: () => false,
    ref: (model: string) => {
      refs.add(model);
      return '';
    },
    config: (config: ModelConfig) => {
      found.push(config);
      return '';
    },
  };
  jinja.renderString(text, context);
  const [config] = found as [ModelConfig];
  for (const hook of [config.pre_hook, config.post_hook].flat()) {
    jinja.renderString(hook, { ...context, is_incremental: () => true });
  }
  return { name, text, config, refs: [...refs] };
}

/** The tests of `models/schema.yml`. */
const genericTests = (schemaFile: string): { name: string; sql: string }[] =>
  (parse(schemaFile) as SchemaFile).models.flatMap((model) =>
    model.columns.flatMap((column) =>
      (column.data_tests ?? []).map((test) => ({
        name: `${test}_${model.name}_${column.name}`,
        sql: `SELECT ${column.name} FROM {{ ref('${model.name}') }} ${
          test === 'unique' ? `GROUP BY 1 HAVING COUNT(${column.name}) > 1` : `WHERE ${column.name} IS NULL`
        }`,
      })),
    ),
  );

interface SchemaFile {
  models: { name: string; columns: { name: string; data_tests?: ('unique' | 'not_null')[] }[] }[];
}
