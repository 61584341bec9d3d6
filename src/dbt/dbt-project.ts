import { stringify } from 'yaml';
import { ActionableError } from '../actionable-error.ts';
import type { ActivationConfig } from '../config/config.ts';
import { sqlName } from '../config/sources.ts';
import { type KeptUnits, type ModelFile, outcomesOfModel, transpileModel } from '../model-files.ts';
import { fingerprintsModel, modelName, outcomesModel, outcomesTest, tableName } from './models.ts';

/**
 * A dbt project that keeps in a warehouse what the server keeps in its own Postgres, and in `cube` the model that reads
 * it there. The tables' names have the hash of the outcomes: those of other definitions are never read for these.
 *
 * @param schema the schema that dbt makes the tables in
 * @throws {ActionableError} where the schema has no name, or the configuration no units to keep outcomes of
 */
export async function dbtProject(config: ActivationConfig, schema: string): Promise<ModelFile[]> {
  if (schema.trim() === '') {
    throw new ActionableError("--dbt names an empty schema. Name the one of dbt's profile, or leave it out.");
  }
  const outcomes = await outcomesOfModel(config, 'outcomes');
  const { units } = outcomes;
  if (units.length === 0) {
    throw new ActionableError(
      'There are no outcomes for dbt to keep: the mapping has neither users nor accounts. Map one of them under sources.',
    );
  }
  const kept = {
    ...outcomes,
    units: units.map((each) => ({
      ...each,
      tables: each.tables.map((table) => ({
        ...table,
        relation: `${sqlName(schema)}.${sqlName(tableName(table.relation))}`,
      })),
    })),
  };
  const model = await transpileModel(config, {}, kept);
  return [
    { fileName: 'dbt_project.yml', content: yaml(project) },
    { fileName: 'models/schema.yml', content: yaml({ version: 2, models: units.flatMap(described) }) },
    ...units.flatMap((of) => [
      {
        fileName: `models/${modelName(of.fingerprints)}.sql`,
        content: fingerprintsModel(of, units),
      },
      ...of.tables.flatMap((table) => [
        { fileName: `models/${modelName(table.relation)}.sql`, content: outcomesModel(of, table, units) },
        { fileName: `tests/${modelName(table.relation)}_are_current.sql`, content: outcomesTest(of, table) },
      ]),
    ]),
    ...model.map(({ fileName, content }) => ({ fileName: `cube/${fileName}`, content })),
  ];
}

/** YAML with each text in one line, and no references among them. */
const yaml = (content: object): string => stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });

/** It is run by itself with a profile of this name, or as a package of another project. */
const project = {
  name: 'activation_outcomes',
  version: '1.0.0',
  'config-version': 2,
  profile: 'activation_outcomes',
};

const isThere = { data_tests: ['not_null'] };
const isUnique = { data_tests: ['unique', 'not_null'] };

/** What dbt's documentation says of the models of a source's units, and what `dbt test` looks at. */
function described({ fingerprints, tables }: KeptUnits): object[] {
  const unit = modelName(fingerprints).replace(/^fingerprints_(.*)s$/, '$1');
  return [
    {
      name: modelName(fingerprints),
      description: `A row for each ${unit}, with other numbers where its rows in the sources are others.`,
      columns: [
        { name: 'unit_id', description: `Which ${unit}.`, ...isUnique },
        { name: 'contents', description: 'Of the rows that the outcomes are made of.' },
        { name: 'of_account', description: "Of the row of a user's account." },
      ],
    },
    ...tables.map(({ relation, key, start, ofName, isOfAll, cubes }) => ({
      name: modelName(relation),
      description: `A row for each ${unit}${ofName ? ` and ${ofName}` : isOfAll ? '' : ' that got to the start'}: what the sources tell of it. Columns are called as the dimensions of ${cubes.join(', ')}, in snake case.`,
      columns: [
        { name: key, description: `Which ${unit}.`, ...(ofName ? isThere : isUnique) },
        { name: start, description: 'When its cohort starts.', ...isThere },
        { name: 'contents', description: 'The fingerprint that the row was made by.' },
        { name: 'of_account', description: "That of the row of a user's account." },
        { name: 'version', description: 'When the row was written, by which rollups see what has changed.' },
      ],
    })),
  ];
}
