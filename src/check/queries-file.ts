import { readFile } from 'node:fs/promises';
import type { Query } from '@cubejs-client/core';
import { z } from 'zod';
import { ActionableError } from '../actionable-error.ts';
import type { CheckQuery } from './check-query.ts';
import { invalidPaths } from './invalid-paths.ts';

const members = z.array(z.string().min(1));

const date = z.iso.date();
const isDateRange = (value: unknown): boolean =>
  z.union([date, z.tuple([date, date])]).safeParse(value).success;

const timeDimension = z.strictObject({
  dimension: z.string().min(1),
  granularity: z.string().min(1).optional(),
  dateRange: z
    .custom<string | [string, string]>(isDateRange, {
      error: 'is neither a date nor [first date, last date]: a relative range is another one each day',
    })
    .optional(),
});

const queriesSchema = z
  .array(
    z.strictObject({
      name: z.string().trim().min(1),
      // No limit, offset or order: all rows are compared, in the check's own order.
      query: z.strictObject({
        measures: members.min(1),
        dimensions: members.optional(),
        segments: members.optional(),
        timeDimensions: z.array(timeDimension).optional(),
        // What a filter may hold is the server's to say.
        filters: z.array(z.record(z.string(), z.unknown())).optional(),
        timezone: z.string().min(1).optional(),
      }),
      closedBefore: date.optional(),
    }),
  )
  .min(1)
  .superRefine((queries, context) => {
    const names = queries.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) !== index) {
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `"${name}" is a name twice` });
      }
    }
  });

/**
 * Reads the queries that a check runs instead of the default ones.
 *
 * @throws {ActionableError} where there is no such file, or naming the path of what is wrong in it
 *
 * @example
 * [
 *   {
 *     "name": "Activation of paid sign-ups",
 *     "query": {
 *       "measures": ["ActivationRate.activationRate"],
 *       "timeDimensions": [{ "dimension": "ActivationRate.signedUpAt", "granularity": "week" }],
 *       "filters": [{ "member": "ActivationRate.signupSource", "operator": "equals", "values": ["paid"] }]
 *     },
 *     "closedBefore": "2026-07-01"
 *   }
 * ]
 */
export async function readQueriesFile(file: string): Promise<CheckQuery[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ActionableError(`The queries file ${file} can't be read: ${error.message}`, { cause: error });
  });
  const result = queriesSchema.safeParse(parse(text, file));
  if (!result.success) {
    throw new ActionableError(`The queries file ${file} can't be used:\n${invalidPaths(result.error)}`);
  }
  // The client's types know more of filters than this does.
  return result.data.map((each) => ({ ...each, query: each.query as Query }));
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ActionableError(`The queries file ${file} isn't JSON: ${(error as Error).message}`);
  }
}
