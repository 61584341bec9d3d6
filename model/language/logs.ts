import type { ColumnName, SourceName } from '../../src/config/sources.ts';

/** A source of events of users or accounts, by the columns that the KPIs read it by. */
export interface Log {
  source: SourceName;
  /** Whose events they are; those of users count for their account, too. */
  of: 'user' | 'account';
  /** What one is called. */
  each: string;
  unit: string;
  id: string;
  at: string;
  /** The column that tells one kind of event from another, if there is one. */
  name?: string;
  /** Rule 3: an event before its own user's sign-up isn't one, for the user's account either. */
  isAfterSignUp?: true;
}

const log = <Source extends SourceName>(
  source: Source,
  of: Log['of'],
  each: string,
  columns: Record<'unit' | 'id' | 'at', ColumnName<Source>> & { name?: ColumnName<Source> },
): Log => ({ source, of, each, ...columns });

/** Events of a log: all of them, or those of some names. */
export interface Events {
  log: Log;
  names?: readonly string[];
}

/** Sessions. */
export const sessions: Events = {
  log: log('sessionHistory', 'user', 'session', { unit: 'userId', id: 'sessionId', at: 'sessionStartTime' }),
};

/** Completions of the activation flow. */
export const activations: Events = {
  log: {
    ...log('activatedUsers', 'user', 'activation', {
      unit: 'userId',
      id: 'userId',
      at: 'activationMilestoneCompletionTimestamp',
    }),
    isAfterSignUp: true,
  },
};

/** Tracked actions of some names; of any name, where none is given. */
export const actions = (...names: string[]): Events => ({
  log: log('keyActions', 'user', 'action', {
    unit: 'userId',
    id: 'id',
    at: 'occurredAt',
    name: 'actionName',
  }),
  ...(names.length > 0 && { names }),
});

/** Completions of some milestones. */
export const milestones = (...names: string[]): Events => ({
  log: log('milestoneCompletionLogs', 'account', 'completion', {
    unit: 'accountId',
    id: 'id',
    at: 'completionDate',
    name: 'milestoneName',
  }),
  ...(names.length > 0 && { names }),
});
