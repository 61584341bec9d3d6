import { PermissionError } from 'cube-fixes/query-check';
import type { Gateway } from './gateway.ts';

/**
 * Has the SQL API told the status of an error, by which it chooses the SQLSTATE. Cube tells it the message only, and
 * answers what the asker may not see with the same status as a mistake.
 */
export function tellSqlTheStatus(gateway: Pick<Gateway, 'handleError'>): void {
  const handleError = gateway.handleError.bind(gateway);
  gateway.handleError = (failure) => {
    // What is thrown below is caught on its way, and comes by here again.
    if (failure.e instanceof FailureWithStatus) throw failure.e;
    if (failure.context?.apiType !== 'sql' || failure.e.error === 'Continue wait')
      return handleError(failure);
    return handleError({
      ...failure,
      // Whoever awaits the answer gets this as it is thrown.
      res: ({ error }: { error?: unknown }, { status } = { status: 500 }) => {
        throw new FailureWithStatus(String(error), failure.e instanceof PermissionError ? 403 : status);
      },
    });
  };
}

class FailureWithStatus extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}
