/** The worked example through the SQL API, against the oracle, which the REST API is held to as well. */
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { differences, type ServedRow } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds } from '../oracle/source-rows.ts';
import { connect } from './client.ts';
import { questionSql, type Shape } from './question-sql.ts';

const rows = inMicroseconds(workedExample());

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
async function wrongIn(client: pg.Client, question: Question, shape: Shape): Promise<string[] | 'refused'> {
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

/** Connects for the tests of a file. Returns what says whether an answer is right. */
export function connectToAsk(): (question: Question, shape: Shape) => ReturnType<typeof wrongIn> {
  let client: pg.Client;
  beforeAll(async () => {
    client = await connect();
  });
  afterAll(() => client.end());
  return (question, shape) => wrongIn(client, question, shape);
}

/** Without an order of its own a question has Cube's, which SQL doesn't. */
export const ordered = (question: Question): Question => {
  const { order, dimensions = [], timeDimensions = [] } = question;
  const [key] = [
    ...dimensions,
    ...timeDimensions.filter(({ granularity }) => granularity).map(({ dimension }) => dimension),
  ];
  return order ? question : { ...question, order: key ? [[key, 'asc']] : [] };
};
