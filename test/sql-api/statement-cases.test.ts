/** Statements of BI tools and analysts over the worked example, each against SQL by hand over the source tables. */
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { testCases } from './case-tests.ts';
import { connect } from './client.ts';
import { statementCases } from './statement-cases.ts';

let served: pg.Client;
let source: pg.Client;
beforeAll(async () => {
  served = await connect();
  source = new pg.Client(inject('workedExample'));
  await source.connect();
});
afterAll(() => Promise.all([served.end(), source.end()]));

testCases(statementCases, {
  data: 'the worked example',
  timeZones: ['America/New_York'],
  served: () => served,
  source: () => source,
});
