import type { ColumnName, SourceName } from '../../src/config/sources.ts';
import type { Unit } from './cohort.ts';

/** A source of events of users or accounts, by the columns that the KPIs read it by. */
export interface Log {
  source: SourceName;
  /** Whose events they are; those of users count for their account, too. */
  of: Unit;
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

/** Events of a log: all of them, or those of some names, or with a number above 0 in a column. */
export interface Events {
  log: Log;
  names?: readonly string[];
  positive?: string;
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

/** Sign-ups of an account's users. */
export const signUps: Events = {
  log: log('users', 'account', 'sign-up', { unit: 'accountId', id: 'userId', at: 'signedUpAt' }),
};

/** Invitations that a user sent. */
export const invitations: Events = {
  log: log('referrals', 'user', 'invitation', { unit: 'referrerUserId', id: 'id', at: 'invitedAt' }),
};

const contactsOf = (of: 'user' | 'lead', unit: 'userId' | 'leadId', kind: ContactKind): Events => ({
  log: log('contacts', of, 'contact', { unit, id: 'id', at: 'occurredAt', name: 'kind' }),
  names: [kind],
});

/** The kinds of contacts between the team and a lead or a user. */
type ContactKind = 'outreach' | 'meeting' | 'proactive_support' | 'ticket';

/** Contacts of a kind with a user. */
export const contacts = (kind: ContactKind): Events => contactsOf('user', 'userId', kind);

/** Contacts of a kind with a lead. */
export const contactsWithLead = (kind: ContactKind): Events => contactsOf('lead', 'leadId', kind);

/** Payments in a currency, refunds included; the others are no money of ours to count. */
export const payments = (currency: string): Events => ({
  log: log('payments', 'account', 'payment', {
    unit: 'accountId',
    id: 'id',
    at: 'paidAt',
    name: 'currency',
  }),
  names: [currency],
});
