import type { SourceName } from '../src/config/sources.ts';
import type { UnitColumn } from './language/cohort.ts';
import { column } from './language/cohort.ts';
import type { Words } from './language/facts.ts';

/** A source's own cube: its rows as they were logged, orphans included (rule 5). */
export interface LogCube extends Words {
  cube: string;
  source: SourceName;
  sqlAlias?: string;
  /** Whose events they are, and the column that says so. */
  of: 'user' | 'account';
  unit: UnitColumn;
  /** What tells its rows apart; the unit, where it has one row. */
  key?: UnitColumn;
  columns: readonly UnitColumn[];
  /** How many rows there are; `distinct` units with a value in a column, where that is what counts. */
  count: Words & { name: string; unit: string; withValue?: UnitColumn };
}

const actionName = column('keyActions', 'actionName', 'actionName', 'string', {
  title: 'Action name',
  description: 'What the user did.',
});

const completedAt = column(
  'activatedUsers',
  'activationMilestoneCompletionTimestamp',
  'activationMilestoneCompletionTimestamp',
  'time',
  {
    title: 'Activation milestone completed at',
    description: 'When the user completed the activation flow; empty until they do.',
  },
);

export const logCubes: readonly LogCube[] = [
  {
    cube: 'SessionHistory',
    source: 'sessionHistory',
    of: 'user',
    title: 'Session history',
    description: 'Sessions, as logged: sessions of users unknown to the users table included.',
    key: column('sessionHistory', 'sessionId', 'sessionId', 'string', {
      title: 'Session',
      description: "The session's identifier.",
    }),
    unit: column('sessionHistory', 'userId', 'userId', 'string', {
      title: 'User',
      description: 'The identifier of the user whose session it is.',
    }),
    columns: [
      column('sessionHistory', 'sessionStartTime', 'sessionStartTime', 'time', {
        title: 'Session started at',
        description: 'When the session began.',
      }),
    ],
    count: {
      name: 'sessionCount',
      title: 'Sessions',
      description: 'How many sessions there are.',
      unit: 'sessions',
    },
  },
  {
    cube: 'ActivatedUsers',
    // Postgres cuts names off at 63 characters, those of the longest dimension by quarter included.
    sqlAlias: 'activation',
    source: 'activatedUsers',
    of: 'user',
    title: 'Activated users',
    description:
      'Users who entered the activation flow, as logged: users unknown to the users table and activations before the sign-up included.',
    unit: column('activatedUsers', 'userId', 'userId', 'string', {
      title: 'User',
      description: "The user's identifier.",
    }),
    columns: [completedAt],
    count: {
      name: 'activatedUserCount',
      title: 'Activated users',
      description: 'How many users completed the activation flow, as logged.',
      unit: 'users',
      withValue: completedAt,
    },
  },
  {
    cube: 'KeyActions',
    source: 'keyActions',
    of: 'user',
    title: 'Key actions',
    description: 'Tracked product actions, as logged: actions of users unknown to the users table included.',
    key: column('keyActions', 'id', 'id', 'string', {
      title: 'Action',
      description: "The logged action's identifier.",
    }),
    unit: column('keyActions', 'userId', 'userId', 'string', {
      title: 'User',
      description: 'The identifier of the user who did it.',
    }),
    columns: [
      actionName,
      column('keyActions', 'occurredAt', 'occurredAt', 'time', {
        title: 'Occurred at',
        description: 'When the user did it.',
      }),
    ],
    count: {
      name: 'actionCount',
      title: 'Actions',
      description: 'How many actions were logged; a user may do the same action many times.',
      unit: 'actions',
    },
  },
  {
    cube: 'MilestoneCompletionLogs',
    source: 'milestoneCompletionLogs',
    of: 'account',
    title: 'Milestone completion logs',
    description:
      'Logged milestone completions: an account may log the same milestone many times, and accounts unknown to the accounts table are included.',
    key: column('milestoneCompletionLogs', 'id', 'id', 'string', {
      title: 'Log',
      description: "The logged completion's identifier.",
    }),
    unit: column('milestoneCompletionLogs', 'accountId', 'accountId', 'string', {
      title: 'Account',
      description: 'The identifier of the account that completed the milestone.',
    }),
    columns: [
      column('milestoneCompletionLogs', 'milestoneName', 'milestoneName', 'string', {
        title: 'Milestone',
        description: 'The milestone completed, key or not.',
      }),
      column('milestoneCompletionLogs', 'completionDate', 'completionDate', 'time', {
        title: 'Completed at',
        description: 'When the completion was logged.',
      }),
    ],
    count: {
      name: 'totalMilestonesCompleted',
      title: 'Milestone completions',
      description: 'How many completions were logged, repeats included.',
      unit: 'completions',
    },
  },
];
