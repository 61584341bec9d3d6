import { z } from 'zod';
import type { Sources } from '../config/sources.ts';
import { checkOptions, named } from './options.ts';
import { compositeKey, sqlInstant, sqlName, sqlString, sqlTable, subquery } from './preset-sql.ts';

/** The options of {@link hubspotFivetran}. Properties are named as in HubSpot: `hs_analytics_source`. */
export interface HubspotFivetranOptions {
  /** The schema that Fivetran loads to: `hubspot` unless told. */
  schema?: string;
  /**
   * Which user of yours a HubSpot contact is: a property of the contact, or a query with the columns `contact_id` and
   * `user_id`.
   */
  user: { property: string } | { sql: string };
  /** The property that is a lead's source: `hs_analytics_source` unless told. */
  sourceProperty?: string;
  /** Which HubSpot contacts are leads, as SQL over `contact`; all, unless told. */
  leadCondition?: string;
  /** The ids of HubSpot's teams whose e-mails and calls are proactive support rather than outreach. */
  proactiveSupportTeams?: string[];
  /** Whether there are tickets, in `ticket` and `ticket_contact`; HubSpot has them with its Service Hub. */
  hasTickets?: boolean;
}

const optionsSchema = z.strictObject({
  schema: named.optional(),
  user: z.union([z.strictObject({ property: named }), z.strictObject({ sql: named })], {
    error: "is neither { property: '…' } nor { sql: '…' }",
  }),
  sourceProperty: named.optional(),
  leadCondition: named.optional(),
  proactiveSupportTeams: z.array(named).min(1, { error: 'is empty' }).optional(),
  hasTickets: z.boolean({ error: 'is neither true nor false' }).optional(),
});

/**
 * Leads and the team's contacts with them in HubSpot's data as Fivetran loads them, by HubSpot's API of version 3.
 *
 * Reads `contact` (`id`, `_fivetran_deleted`, `property_createdate`, `property_hs_merged_object_ids`, and the properties
 * that the options name), `engagement_email` (`property_hs_email_direction`, `property_hs_email_status`),
 * `engagement_call` (`property_hs_call_direction`) and `engagement_meeting` (`property_hs_meeting_outcome`), each with `engagement_id`,
 * `_fivetran_deleted`, `property_hs_timestamp` and, with `proactiveSupportTeams`, `property_hubspot_team_id`;
 * `engagement_contact` (`engagement_id`, `contact_id`); with `hasTickets`, `ticket` (`id`, `_fivetran_deleted`,
 * `property_createdate`, `property_first_agent_reply_date`) and `ticket_contact` (`ticket_id`, `contact_id`).
 *
 * Documented at https://fivetran.com/docs/connectors/applications/hubspot, in
 * https://github.com/fivetran/dbt_hubspot (`models/staging/src_hubspot.yml`), the properties at
 * https://developers.hubspot.com/docs/api-reference/crm-emails-v3/guide and beside it
 *
 * @example
 * sources: {
 *   ...segment({ schema: 'analytics', account: {} }),
 *   ...hubspotFivetran({ user: { property: 'app_user_id' }, leadCondition: 'property_first_conversion_date IS NOT NULL' }),
 * },
 *
 * @throws {ActionableError} naming an option that can't be used
 */
export function hubspotFivetran(options: HubspotFivetranOptions): Pick<Sources, 'leads' | 'contacts'> {
  checkOptions('hubspotFivetran', optionsSchema, options);
  const { schema = 'hubspot', sourceProperty = 'hs_analytics_source' } = options;
  const { user, leadCondition, proactiveSupportTeams: teams, hasTickets = false } = options;
  const table = (name: string): string => sqlTable(schema, name);

  // What was merged into another contact is that one; its record may stay.
  const merged = `\
SELECT
  UNNEST(STRING_TO_ARRAY(contact.property_hs_merged_object_ids::text, ';')) AS contact_id,
  contact.id::text AS merged_into
FROM ${table('contact')} AS contact
WHERE contact._fivetran_deleted IS NOT TRUE`;

  const people = `\
SELECT
  contact.id::text AS contact_id,
  ${'sql' in user ? 'mapping.user_id' : `NULLIF(contact.${sqlName(`property_${user.property}`)}::text, '')`} AS user_id,
  contact.${sqlName(`property_${sourceProperty}`)}::text AS source,
  ${sqlInstant('contact.property_createdate')} AS created_at,
  ${leadCondition === undefined ? 'TRUE' : `(${leadCondition})`} AS is_lead
FROM ${table('contact')} AS contact${
    'sql' in user
      ? `
LEFT JOIN ${subquery(`\
SELECT DISTINCT ON (contact_id)
  contact_id::text AS contact_id,
  user_id::text AS user_id
FROM ${subquery(user.sql.replace(/;\s*$/, ''))} AS mapping
ORDER BY contact_id, user_id`)} AS mapping
  ON mapping.contact_id = contact.id::text`
      : ''
  }
WHERE contact._fivetran_deleted IS NOT TRUE
  AND contact.id::text NOT IN (SELECT merged.contact_id FROM ${subquery(merged)} AS merged)`;

  const isOfSupport = teams
    ? `engagement.property_hubspot_team_id::text IN (${teams.map(sqlString).join(', ')})`
    : 'FALSE';
  const engagements = (name: string, kind: string, isIncoming: string, condition: string): string => `\
SELECT
  engagement.engagement_id::text AS id,
  ${kind} AS kind,
  ${isIncoming} AS is_incoming,
  ${sqlInstant('engagement.property_hs_timestamp')} AS occurred_at
FROM ${table(name)} AS engagement
WHERE engagement._fivetran_deleted IS NOT TRUE
  AND ${condition}`;
  const byTeam = `CASE WHEN ${isOfSupport} THEN 'proactive_support' ELSE 'outreach' END`;

  const leadId = 'CASE WHEN people.is_lead THEN people.contact_id END';
  const isKnown = '(people.is_lead OR people.user_id IS NOT NULL)';

  return {
    leads: {
      sql: `\
SELECT
  people.contact_id AS id,
  people.created_at,
  people.source,
  people.user_id
FROM ${subquery(people)} AS people
WHERE people.is_lead`,
    },
    contacts: {
      sql: `\
WITH merged AS ${subquery(merged)},
people AS ${subquery(people)},
engagements AS ${subquery(
        [
          engagements(
            'engagement_email',
            byTeam,
            `engagement.property_hs_email_direction = 'INCOMING_EMAIL'`,
            `engagement.property_hs_email_direction IN ('EMAIL', 'INCOMING_EMAIL')
  AND COALESCE(engagement.property_hs_email_status, '') NOT IN ('BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING')`,
          ),
          engagements(
            'engagement_call',
            byTeam,
            `engagement.property_hs_call_direction = 'INBOUND'`,
            `engagement.property_hs_call_direction IN ('OUTBOUND', 'INBOUND')`,
          ),
          engagements(
            'engagement_meeting',
            `'meeting'`,
            'FALSE',
            `COALESCE(engagement.property_hs_meeting_outcome, '') NOT IN ('CANCELED', 'NO_SHOW', 'RESCHEDULED')`,
          ),
        ].join('\nUNION ALL\n'),
      )},
events AS ${subquery(`\
SELECT DISTINCT
  engagements.id,
  COALESCE(merged.merged_into, link.contact_id::text) AS contact_id,
  engagements.kind,
  engagements.is_incoming,
  engagements.occurred_at
FROM engagements
JOIN ${table('engagement_contact')} AS link
  ON link.engagement_id::text = engagements.id
LEFT JOIN merged
  ON merged.contact_id = link.contact_id::text
WHERE engagements.occurred_at <= NOW()`)},
contacts AS ${subquery(`\
SELECT
  events.*,
  MIN(events.occurred_at) FILTER (WHERE events.is_incoming) OVER (
    PARTITION BY events.contact_id
    ORDER BY events.occurred_at
    RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
  ) AS next_incoming_at
FROM events`)}
SELECT
  ${compositeKey(`'engagement'`, 'contacts.id', 'contacts.contact_id')} AS id,
  ${leadId} AS lead_id,
  people.user_id,
  contacts.kind,
  contacts.occurred_at,
  CASE WHEN contacts.kind <> 'meeting' THEN contacts.next_incoming_at END AS responded_at
FROM contacts
JOIN people
  ON people.contact_id = contacts.contact_id
WHERE NOT contacts.is_incoming
  AND ${isKnown}${
    hasTickets
      ? `
UNION ALL
SELECT
  ${compositeKey(`'ticket'`, 'ticket.id::text', 'people.contact_id')} AS id,
  ${leadId} AS lead_id,
  people.user_id,
  'ticket' AS kind,
  ${sqlInstant('ticket.property_createdate')} AS occurred_at,
  ${sqlInstant('ticket.property_first_agent_reply_date')} AS responded_at
FROM ${table('ticket')} AS ticket
JOIN ${subquery(`\
SELECT DISTINCT
  link.ticket_id,
  COALESCE(merged.merged_into, link.contact_id::text) AS contact_id
FROM ${table('ticket_contact')} AS link
LEFT JOIN merged
  ON merged.contact_id = link.contact_id::text`)} AS link
  ON link.ticket_id = ticket.id
JOIN people
  ON people.contact_id = link.contact_id
WHERE ticket._fivetran_deleted IS NOT TRUE
  AND ${isKnown}`
      : ''
  }`,
    },
  };
}
