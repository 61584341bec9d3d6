/** The SQL beside each figure, asked of the SQL API, against REST's answer to the same question. */
import type { Query } from '@cubejs-client/core';
import { expect, test } from 'vitest';
import { declaredViews } from '../../src/kpis/declared.ts';
import { contentsOf } from '../../src/page/contents.ts';
import { kpiViewsOf } from '../../src/page/kpi-views.ts';
import { scopeOf } from '../../src/page/page-scope.ts';
import { sqlStatement } from '../../src/page/query-text.ts';
import { cubeApi, rows } from '../harness/query.ts';
import { asText, connect } from '../sql-api/client.ts';

/** Numbers without the zeros behind a fraction, times without how Cube and Postgres write them. */
const plain = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : String(value)
        .replace(/^(-?\d+)(?:\.0+|(\.\d*?)0*)$/, '$1$2')
        .replace(/^(\d{4}-\d\d-\d\d)[T ]00:00:00(\.0+)?$/, '$1');

const sorted = (table: readonly (readonly (string | null)[])[]) => table.map(String).sort();

async function byRest(query: Query): Promise<(string | null)[][]> {
  const { timeDimensions = [], dimensions = [], measures = [] } = query;
  const times = timeDimensions.flatMap(({ dimension, granularity }) =>
    granularity ? [`${dimension}.${granularity}`] : [],
  );
  return (await rows(query)).map((row) =>
    [...times, ...dimensions, ...measures].map((name) => plain(row[name])),
  );
}

test.each([
  '',
  'timezone=Asia%2FKathmandu&from=2026-01-15&to=2026-03-10&granularity=week',
  'timezone=America%2FNew_York&granularity=day&where.persona=developer&by=planType',
])('the page of ?%s', { timeout: 400_000 }, async (address) => {
  const scope = scopeOf(new URLSearchParams(address));
  const views = kpiViewsOf((await cubeApi().meta()).cubes);
  const questions = contentsOf(views, await declaredViews(), scope, new Date()).flatMap(({ figures }) =>
    figures.flatMap((figure) => (figure.refusal ? [] : figure.questions)),
  );
  expect(questions.length).toBeGreaterThan(40);
  const client = await connect({ types: asText });
  try {
    for (const query of questions) {
      const statement = sqlStatement(query);
      if (statement === undefined) throw new Error(`There is no SQL for ${JSON.stringify(query)}.`);
      const answer = await client.query({ text: statement, rowMode: 'array' });
      expect(sorted(answer.rows.map((row: unknown[]) => row.map(plain))), statement).toEqual(
        sorted(await byRest(query)),
      );
    }
  } finally {
    await client.end();
  }
});
