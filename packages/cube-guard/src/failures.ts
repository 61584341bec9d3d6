import { methodsOf, type Reach } from 'cube-fixes';
import { handlerErrorClass } from 'cube-fixes/handler-error';
import type { Failure, Gateway } from './gateway.ts';
import { apiGateway } from './places.ts';

/** What a failure of the database or of ours is told as. */
interface Told {
  status: 400 | 500 | 501 | 503 | 504;
  error: string;
}

export const toldFailures: Reach = {
  name: 'told-failures',
  defect:
    "It tells whoever asks what went wrong as it is: Postgres' messages quote values of rows that the asker may not see, and Cube's name hosts and tables. GraphQL and the SQL API have one status for all of it.",
  places: methodsOf('ApiGateway', apiGateway, { handleError: '6647a09994b3' }),
};

/**
 * Has Cube's gateway tell whoever asks what they can do about an error, and nothing of the database. The log has the error
 * as it was, under the request's number. What is wrong with a query is told as before.
 */
export function keepFailuresToTheLog(gateway: Gateway): void {
  const handleError = gateway.handleError.bind(gateway);
  gateway.handleError = (failure) => {
    if (isForTheAsker(failure.e)) return handleError(failure);
    handleError({ ...failure, res: () => undefined });
    const { status, error } = told(textOf(failure.e), failure.query);
    const { requestId } = failure.context ?? {};
    return failure.res(
      { error: requestId ? `${error} The log has the reason under ${requestId}.` : error, requestId },
      { status },
    );
  };
}

const isForTheAsker = (e: Failure['e']): boolean =>
  e instanceof handlerErrorClass() || e.type === 'UserError' || e.error === 'Continue wait';

const textOf = (e: Failure['e']): string => String(e.error ?? e.message ?? e);

function told(text: string, query: unknown): Told {
  if (/execution timeout|statement timeout/i.test(text)) {
    return {
      status: 504,
      error:
        'The query took longer than CUBEJS_DB_QUERY_TIMEOUT allows, the wait for the database included. Try again, or ask for a shorter period or fewer dimensions.',
    };
  }
  if (/SQL interface is not initialized/.test(text)) {
    return { status: 501, error: 'The SQL API is off: CUBEJS_PG_SQL_PORT names no port.' };
  }
  if (unreachable.test(text)) {
    return { status: 503, error: "The database can't be reached or takes no more connections. Try again." };
  }
  if (unfit.test(text) && hasConditions(query)) {
    return {
      status: 400,
      error: "A filter's value or operator doesn't fit its member, or the members can't be listed ungrouped.",
    };
  }
  return { status: 500, error: 'The query failed.' };
}

/** What Postgres says of values that aren't of the type they are compared with. A row's own value may be one, too. */
const unfit =
  /invalid input syntax|operator does not exist|invalid byte sequence|out of range|GROUP BY|aggregate function|could not determine/i;

/** Whether the asker gave values or asked for single rows, so that the error may be theirs. */
const hasConditions = (query: unknown): boolean =>
  /"filters":\[[^\]]|"ungrouped":true|"dateRange":|"compareDateRange":/.test(
    typeof query === 'string' ? query : (JSON.stringify(query) ?? ''),
  );

const unreachable = new RegExp(
  [
    /ECONN(REFUSED|RESET|ABORTED)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE/,
    /connection (terminated|ended)|terminating connection|server closed the connection|ConnectionError/,
    /too many (clients|connections)|remaining connection slots|ResourceRequest timed out|timeout expired/,
    /the database system is|not queryable|Client was closed/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
