import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ask, inAnyOrder } from './answers.ts';
import { connect } from './client.ts';
import { byHand, type StatementCase, statementCases } from './statement-cases.ts';

interface Places {
  /** What the cases run on. */
  data: string;
  timeZones: readonly string[];
  /** By which of the two ways each case is asked; by both, unless told. */
  ways?: 'both' | 'in turn';
  served: () => pg.Client;
  source: () => pg.Client;
}

/** Whether the last thing that a statement says is its rows' order, or how many of them. */
const isOrdered = (sql: string): boolean => /ORDER BY [^()]*((LIMIT|OFFSET) \(.*\))?$/i.test(sql);

/** Each case against what is right, in each time zone, as text and as an extended query with binary values. */
export function testCases(
  cases: readonly StatementCase[],
  { data, timeZones, ways = 'both', served, source }: Places,
): void {
  const check = async (
    { sql, values, parameterTypes, right, refused }: StatementCase,
    asBinary: readonly boolean[],
  ): Promise<void> => {
    for (const zone of timeZones) {
      for (const client of [served(), source()]) await client.query(`SET TIME ZONE '${zone}'`);
      for (const binary of asBinary) {
        const asked = { values: values ?? (binary ? [] : undefined), parameterTypes, binary };
        const answer = await ask(served(), { sql, ...asked });
        if (refused !== undefined) {
          expect(answer).toMatchObject({ code: refused });
          continue;
        }
        const hand = await ask(source(), { sql: `${byHand} ${right}`, ...asked });
        // A case that Postgres refuses proves nothing.
        expect(hand).toHaveProperty('rows');
        if (isOrdered(sql)) expect(answer).toEqual(hand);
        else expect(inAnyOrder(answer)).toEqual(inAnyOrder(hand));
      }
    }
  };
  describe(data, () => {
    for (const [index, one] of cases.entries()) {
      test(one.name, () => check(one, ways === 'both' ? [false, true] : [index % 2 === 1]));
    }
  });
}

/** Cases on the worked example, as the run's own server has it, with rollups. */
export function testCasesWithRollups(
  timeZones: readonly string[],
  ways?: Places['ways'],
  cases: readonly StatementCase[] = statementCases,
): void {
  describe('with rollups', () => {
    let served: pg.Client;
    let source: pg.Client;
    beforeAll(async () => {
      served = await connect();
      source = new pg.Client(inject('workedExample'));
      await source.connect();
    });
    afterAll(() => Promise.all([served.end(), source.end()]));

    testCases(cases, {
      data: 'the worked example',
      timeZones,
      ...(ways && { ways }),
      served: () => served,
      source: () => source,
    });
  });
}
