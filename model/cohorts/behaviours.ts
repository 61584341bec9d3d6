import { returnDays } from '../../src/config/return-days.ts';
import type { Cohort } from '../language/cohort.ts';
import { column } from '../language/cohort.ts';
import { actions } from '../language/events.ts';
import { users } from './users.ts';

/** New users whose coming back has settled, each with each tracked action, so many times. */
export const userBehaviours: Cohort = {
  ...users,
  cube: 'UserBehaviours',
  sqlAlias: 'behaviours',
  title: 'User behaviours',
  description: `Each new user who signed up at least ${returnDays.before} × 24 hours ago, with each tracked action of known users and with 1, 2, 3 and 5 times, done so often or not.`,
  needs: ['users', 'keyActions', 'sessionHistory'],
  countedBy: users.key,
  behaviour: {
    events: actions(),
    done: 'hasDone',
    name: column('keyActions', 'actionName', 'actionName', 'string', {
      title: 'Action name',
      description:
        'The action: each that a known user has done, whenever. Every user is in its row, so that the measures are each of one action and a query needs it, as a dimension or as a filter by one value.',
    }),
    times: {
      dimension: 'times',
      values: [1, 2, 3, 5],
      title: 'Times',
      description:
        'How often at least: 1, 2, 3 or 5 times. The measures are each of one of these, so that a query needs it, as a dimension or as a filter by one value.',
    },
  },
  settledAfterDays: returnDays.before,
  count: {
    ...users.count,
    title: 'Settled new users',
    description: `How many users signed up at least ${returnDays.before} × 24 hours ago, whatever they did.`,
  },
  list: ['userId', 'signedUpAt', 'actionName', 'times'],
  rollups: 'none',
};
