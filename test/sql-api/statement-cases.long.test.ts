/** The statements of `statement-cases.test.ts` where there are no rollups, on the worked example and on hostile rows. */
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { type RunningStart, serving, startCli } from '../harness/cube.ts';
import { testCases } from './case-tests.ts';
import { hostileSource } from './hostile-source.ts';
import { createSourceDatabase, rowsBy, type SourceDatabase, workedExampleRows } from './source-database.ts';
import { statementCases } from './statement-cases.ts';

const timeZones = ['UTC', 'America/New_York', 'Asia/Kathmandu'];

describe.each([
  ['the worked example', workedExampleRows],
  ['hostile rows', rowsBy(hostileSource)],
])('without rollups, %s', (data, fill) => {
  let source: SourceDatabase;
  let server: RunningStart;
  let served: pg.Client;
  beforeAll(async () => {
    source = await createSourceDatabase(fill);
    server = await startCli([], { ...serving(source.connection), ACTIVATION_ROLLUPS: 'false' });
    served = new pg.Client(`postgres://cube:any@127.0.0.1:${server.sqlPort}/cube`);
    await served.connect();
  }, 180_000);
  afterAll(async () => {
    await served?.end();
    await server?.stop();
    await source?.drop();
  });

  testCases(statementCases, { data, timeZones, served: () => served, source: () => source.client });
});
