import { type Cohort, column, rowColumn } from '../language/cohort.ts';
import { users } from './users.ts';

/** Leads, by their creation, each with the known user that it became. */
export const leads: Cohort = {
  cube: 'NewLeads',
  sqlAlias: 'leads',
  title: 'New leads',
  description: 'Inquiries and responses to campaigns, with the users that they became.',
  unit: 'lead',
  source: 'leads',
  needs: ['leads', 'users'],
  rows: ({ relation, columnsOf }) => `
SELECT lead.id AS lead_id, lead.created_at, lead.source AS lead_source, ${columnsOf('user', 'person')}
FROM ${relation('leads')} AS lead
LEFT JOIN ${relation('users')} AS person
  ON person.user_id = lead.user_id`,
  key: rowColumn('leadId', 'string', { title: 'Lead', description: "The lead's identifier." }),
  columns: [
    {
      ...rowColumn('leadSource', 'string', {
        title: 'Lead source',
        description: "Where the lead came from; empty where it isn't known.",
      }),
      isInView: true,
    },
    {
      ...users.key,
      description: 'The identifier of the known user that the lead became; empty without one.',
      isIdentifier: true,
    },
  ],
  start: column('leads', 'createdAt', 'createdAt', 'time', {
    title: 'Created at',
    description: 'When the lead came in: the time dimension of the lead cohorts.',
  }),
  count: { name: 'leadCount', title: 'Leads', description: 'How many leads came in.' },
  list: ['leadId', 'createdAt', 'leadSource'],
  rollups: 'few',
};
