import { ActionableError } from '../actionable-error.ts';
import { type SyntheticOptions, syntheticWorld } from '../synthetic/world.ts';
import { readEnvironment, Session } from './command-session.ts';

/**
 * `activation load --synthetic`: makes synthetic data in a database of their own in the embedded Postgres, and prints
 * how to serve them.
 *
 * @throws {ActionableError} where the options or the machine don't allow it; what was loaded before stays
 */
export async function load(options: SyntheticOptions): Promise<void> {
  readEnvironment();
  if (process.env.CUBEJS_DB_HOST) {
    throw new ActionableError(
      'Synthetic data go into the embedded Postgres, but CUBEJS_DB_HOST names a Postgres of yours, which is left as it is. Unset CUBEJS_DB_HOST (look in .env too).',
    );
  }
  const world = syntheticWorld(options);
  const startedAt = performance.now();
  const session = new Session();
  session.stopOnSignals();
  try {
    await session.open({ synthetic: world });
  } catch (error) {
    // What a stop interrupted isn't an error; the stop ends the process.
    if (session.isStopping) return;
    throw error;
  } finally {
    await session.stop();
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const { users, seed, until } = world;
  console.log(
    [
      '',
      `${users.toLocaleString('en')} users who signed up in the 24 months to ${until}, in ${seconds} s.`,
      `The same again   npm run activation -- load --synthetic --users ${users} --seed ${seed} --until ${until}`,
      'Serve them       npm start -- --synthetic',
    ].join('\n'),
  );
}
