import { type Cohort, rowColumn } from '../language/cohort.ts';
import { users } from './users.ts';

/** Users whom the team contacted to support them before they asked, by the first such contact. */
export const supportedUsers: Cohort = {
  ...users,
  cube: 'SupportedUsers',
  sqlAlias: 'supported',
  title: 'Supported users',
  description: 'New users with proactive support at or after their sign-up: the first contact of each.',
  needs: ['users', 'contacts'],
  rows: ({ relation, columnsOf }) => `
SELECT DISTINCT ON (person.user_id)
  ${columnsOf('user', 'person')}, contact.occurred_at AS contacted_at, contact.responded_at
FROM ${relation('users')} AS person
JOIN ${relation('contacts')} AS contact
  ON contact.user_id = person.user_id
  AND contact.kind = 'proactive_support'
  AND contact.occurred_at >= person.signed_up_at
ORDER BY person.user_id, contact.occurred_at, contact.id COLLATE "C"`,
  columns: [
    rowColumn('respondedAt', 'time', {
      title: 'Responded at',
      description: 'When the user responded to that contact; empty until they do.',
    }),
    { ...users.start, isInView: true },
  ],
  start: rowColumn('contactedAt', 'time', {
    title: 'Contacted at',
    description: "When the user's first proactive support began: the time dimension of these cohorts.",
  }),
  count: {
    name: 'contactedUsers',
    title: 'Contacted users',
    description: 'How many users had proactive support, at or after their sign-up.',
  },
  rollups: 'few',
};
