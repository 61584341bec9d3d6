import type { Query } from '@cubejs-client/core';
import { cubeApi } from '../harness/query.ts';
import { answer } from '../oracle/answer.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import { contract } from '../oracle/contract.ts';
import { differences, type ServedRow } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { relativeDates } from '../oracle/relative-dates.ts';
import type { OracleRows } from '../oracle/source-rows.ts';

/** A running server, and what it serves. */
export interface Served {
  /** E.g. `http://localhost:41234`; the run's shared server unless told. */
  url?: string;
  rows: OracleRows;
  definitions: CatalogueDefinitions;
}

/** What is wrong with the server's answer to a question, through Cube's REST API; empty where nothing is. */
export async function servedDifferences(
  { url, rows, definitions }: Served,
  question: Question,
): Promise<string[]> {
  const now = Date.now() * 1000;
  const result = await cubeApi(url).load(question as Query);
  const absolute = {
    ...question,
    timeDimensions: question.timeDimensions?.map((asked) =>
      typeof asked.dateRange === 'string'
        ? { ...asked, dateRange: relativeDates(asked.dateRange, now, question.timezone ?? 'UTC') }
        : asked,
    ),
  } as Question;
  const expected = answer(contract(definitions, now), rows, absolute);
  const found = differences(absolute, expected, result.rawData() as ServedRow[]);
  if (question.total && result.totalRows() !== expected.length) {
    found.push(`total ${result.totalRows()}, right is ${expected.length}`);
  }
  return found;
}

/** Asks several questions, a few at a time. Returns what is wrong, question by question. */
export async function allServedDifferences(
  served: Served,
  questions: readonly Question[],
): Promise<string[]> {
  const found: string[] = [];
  const left = [...questions];
  const askOneByOne = async (): Promise<void> => {
    for (let question = left.shift(); question; question = left.shift()) {
      const wrong = await servedDifferences(served, question).catch((error) => [String(error)]);
      if (wrong.length > 0) found.push([JSON.stringify(question), ...wrong.slice(0, 10)].join('\n  '));
    }
  };
  await Promise.all(Array.from({ length: 4 }, askOneByOne));
  return found;
}
