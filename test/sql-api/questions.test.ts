/**
 * The worked example through the SQL API, against the oracle, which the REST API is held to as well.
 * `SEED=… npx vitest run test/sql-api/questions.test.ts` asks other random questions.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { breakdowns } from '../differential/breakdowns.ts';
import { questions } from '../differential/questions.ts';
import { servedMembers } from '../harness/query.ts';
import { answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { differences, type ServedRow } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { connect } from './client.ts';
import { questionSql, type Shape, shapes } from './question-sql.ts';

const rows = inMicroseconds(workedExample());
const members = await servedMembers();
const { SEED = '20260101' } = process.env;

let client: pg.Client;
beforeAll(async () => {
  client = await connect();
});
afterAll(() => client.end());

/** Values in the form that Cube's REST API has them in. */
const likeRest = (type: number, text: string): unknown => {
  if (type === pg.types.builtins.TIMESTAMP)
    return `${text.replace(' ', 'T').padEnd(20, '.').padEnd(23, '0')}`;
  return type === pg.types.builtins.BOOL ? text === 't' : text;
};
const types = {
  getTypeParser: (type: number) => (text: string) => likeRest(type, text),
} as pg.CustomTypesConfig;

/** What is wrong with the answer; `refused` where there is none. */
async function wrong(question: Question, shape: Shape): Promise<string[] | 'refused'> {
  const sql = questionSql(question, shape);
  try {
    const result = await client.query<unknown[]>({
      text: sql.text,
      values: sql.values,
      types,
      rowMode: 'array',
    });
    const served = result.rows.map(
      (row): ServedRow => Object.fromEntries(sql.columns.map((name, index) => [name, row[index]])),
    );
    const found = differences(
      question,
      answer(contract(definitions, Date.now() * 1000), rows, question),
      served,
    );
    return found.length > 0 ? [sql.text, ...found.slice(0, 5)] : [];
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    return code === '0A000' ? 'refused' : [sql.text, `${code} ${message}`];
  }
}

/** Without an order of its own a question has Cube's, which SQL doesn't. */
const ordered = (question: Question): Question => {
  const { order, dimensions = [], timeDimensions = [] } = question;
  const [key] = [
    ...dimensions,
    ...timeDimensions.filter(({ granularity }) => granularity).map(({ dimension }) => dimension),
  ];
  return order ? question : { ...question, order: key ? [[key, 'asc']] : [] };
};

test('every view, by each dimension and by month', { timeout: 300_000 }, async () => {
  const found = [];
  for (const question of breakdowns(definitions, members, ['month']))
    found.push(await wrong(ordered(question), 'plain'));
  expect(found.filter((one) => one.length > 0)).toEqual([]);
});

test('80 random questions, and few of them refused', { timeout: 300_000 }, async () => {
  const material = {
    moments: fc
      .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 3, 1) })
      .map((milliseconds) => () => milliseconds * 1000),
    timeZones: fc.constant('UTC'),
    texts: fc.constantFrom(
      'developer',
      'marketer',
      'free',
      'pro',
      'referral',
      'annual',
      'company',
      'automation',
      'user-0001',
      'A',
      '_',
      '-00',
    ),
  };
  const circumstances = { now: Date.now() * 1000, definitions };
  const asked = fc
    .sample(questions(definitions, members, material), { seed: Number(SEED), numRuns: 100 })
    .map((pending) => ordered(pending(circumstances)));
  const found = [];
  for (const [index, question] of asked.entries()) {
    found.push(await wrong(question, shapes[index % shapes.length] as Shape));
  }
  expect(found.filter((one) => one !== 'refused' && one.length > 0)).toEqual([]);
  expect(found.filter((one) => one !== 'refused').length).toBeGreaterThanOrEqual(80);
});
