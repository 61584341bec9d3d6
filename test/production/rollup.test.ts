/** A rollup has no accounts in it: whoever sees only some of them is answered from the tables. */
import { NativeInstance } from '@cubejs-backend/native';
import { prepareCompiler } from '@cubejs-backend/schema-compiler';
import { StrictPostgresQuery } from 'cube-fixes';
import { beforeAll, expect, test } from 'vitest';
import { transpileModel } from '../../src/cube/model-repository.ts';
import definitions from '../activation.config.ts';

const rolledUp = `
cube('RolledUp', {
  extends: Users,
  preAggregations: {
    byMonth: {
      measures: [CUBE.newUserCount],
      dimensions: [CUBE.persona],
      timeDimension: CUBE.signedUpAt,
      granularity: 'month',
    },
  },
});
view('RolledUpView', { cubes: [{ joinPath: () => 'RolledUp', includes: ['newUserCount', 'persona'] }] });`;

let compilers: ReturnType<typeof prepareCompiler>;
beforeAll(async () => {
  const files = [...(await transpileModel(definitions)), { fileName: 'rolled-up.js', content: rolledUp }];
  compilers = prepareCompiler(
    { localPath: () => '', dataSchemaFiles: async () => files },
    { nativeInstance: Object.assign(new NativeInstance(), { newJinjaEngine: () => ({}) }), standalone: true },
  );
  await compilers.compiler.compile();
});

/** Whether Cube would answer a query from the rollup. */
function isFromRollup(cube: string, filters: object[]): boolean {
  const query = new StrictPostgresQuery(compilers, {
    measures: [`${cube}.newUserCount`],
    dimensions: [`${cube}.persona`],
    filters,
    timezone: 'UTC',
    useNativeSqlPlanner: false,
  });
  return compilers.compiler.withQuery(query, () => {
    const [sql] = query.buildSqlAndParams() as [string, unknown[]];
    return sql.includes('users_by_month') && !sql.includes('FROM users AS u');
  });
}

/** As Cube adds it for a group of the model's own access policies. */
const rowFilter = (): object => {
  const { accessPolicy } = compilers.cubeEvaluator.cubeFromPath('RolledUp') as unknown as {
    accessPolicy: {
      group: string;
      rowLevel: { filters?: { memberReference: string; operator: string }[] };
    }[];
  };
  const [filter] = accessPolicy.find(({ group }) => group === 'account')?.rowLevel.filters ?? [];
  return { member: filter?.memberReference, operator: filter?.operator, values: ['account-0001'] };
};

test.each(['RolledUp', 'RolledUpView'])('%s', (cube) => {
  expect(isFromRollup(cube, [])).toBe(true);
  expect(isFromRollup(cube, [{ member: `${cube}.persona`, operator: 'equals', values: ['x'] }])).toBe(true);
  expect(rowFilter()).toMatchObject({ member: 'RolledUp.accountId', operator: 'equals' });
  expect(isFromRollup(cube, [rowFilter()])).toBe(false);
});
