import { describe, expect, test } from 'vitest';
import { type HubspotFivetranOptions, hubspotFivetran } from '../../src/presets/index.ts';
import { insert, openWarehouse } from './story.ts';
import { hubspotFivetranTables } from './vendor-tables.ts';

const contact = (id: number, at: string, more: Record<string, unknown> = {}) => ({
  id,
  _fivetran_deleted: 'false',
  property_createdate: `2026-01-${at}+00`,
  ...more,
});

const email = (id: number, at: string, direction: string, more: Record<string, unknown> = {}) => ({
  engagement_id: id,
  _fivetran_deleted: 'false',
  type: 'EMAIL',
  // Logged a day later than it was sent.
  property_hs_createdate: '2026-02-01 00:00:00+00',
  property_hs_timestamp: `2026-01-${at}+00`,
  property_hs_email_direction: direction,
  ...more,
});

const call = (id: number, at: string, direction: string | null, more: Record<string, unknown> = {}) => ({
  engagement_id: id,
  _fivetran_deleted: 'false',
  property_hs_timestamp: `2026-01-${at}+00`,
  property_hs_call_direction: direction,
  ...more,
});

const meeting = (id: number, at: string, outcome: string | null) => ({
  engagement_id: id,
  _fivetran_deleted: 'false',
  property_hs_timestamp: `${at}+00`,
  property_hs_meeting_outcome: outcome,
});

const link = (contact_id: number, ...engagements: number[]) =>
  engagements.map((engagement_id) => ({ engagement_id, contact_id, category: 'HUBSPOT_DEFINED' }));

const rows =
  insert('hubspot.contact', [
    contact(1, '01 10:00:00', {
      property_hs_analytics_source: 'PAID_SEARCH',
      property_first_source: 'fair',
      property_lifecyclestage: 'lead',
      property_app_user_id: 'ann',
      // Contact 3 was merged into it, and is still there.
      property_hs_merged_object_ids: '3;99',
    }),
    // No lead, by the condition: imported from the product.
    contact(2, '02 10:00:00', { property_lifecyclestage: 'other', property_app_user_id: 'bob' }),
    contact(3, '01 09:00:00', { property_lifecyclestage: 'lead' }),
    contact(4, '03 10:00:00', { _fivetran_deleted: 'true', property_lifecyclestage: 'lead' }),
    contact(5, '04 10:00:00', { property_hs_analytics_source: 'ORGANIC', property_lifecyclestage: 'lead' }),
    // Neither a lead nor a user.
    contact(6, '05 10:00:00', { property_lifecyclestage: 'other', property_app_user_id: '' }),
  ]) +
  insert('hubspot.engagement_email', [
    email(10, '01 12:00:00', 'EMAIL'),
    email(11, '02 12:00:00', 'INCOMING_EMAIL'),
    email(12, '03 12:00:00', 'EMAIL', { property_hubspot_team_id: 77 }),
    email(13, '04 12:00:00', 'FORWARDED_EMAIL'),
    email(14, '05 12:00:00', 'EMAIL', { _fivetran_deleted: 'true' }),
    // To both 1, by the contact that was merged into it, and 5.
    email(15, '06 12:00:00', 'EMAIL', { property_hs_email_status: 'SENT' }),
    email(16, '06 13:00:00', 'EMAIL', { property_hs_email_status: 'BOUNCED' }),
  ]) +
  insert('hubspot.engagement_call', [
    call(20, '07 12:00:00', 'OUTBOUND', { property_hubspot_team_id: 78 }),
    call(21, '08 12:00:00', 'INBOUND'),
    call(22, '09 12:00:00', null),
    call(23, '10 12:00:00', 'OUTBOUND'),
  ]) +
  insert('hubspot.engagement_meeting', [
    meeting(30, '2026-01-11 12:00:00', null),
    meeting(31, '2026-01-12 12:00:00', 'CANCELED'),
    meeting(32, '2026-01-13 12:00:00', 'NO_SHOW'),
    meeting(33, '2026-01-14 12:00:00', 'COMPLETED'),
    meeting(34, '2999-01-01 12:00:00', 'SCHEDULED'),
    meeting(35, '2026-01-15 12:00:00', 'RESCHEDULED'),
  ]) +
  insert('hubspot.engagement_contact', [
    // A link may have a second label.
    ...link(1, 10, 10, 11, 13, 14, 16, 22, 30, 31, 32, 34, 35),
    ...link(2, 12, 21),
    ...link(3, 15),
    ...link(4, 10),
    ...link(5, 15, 20, 33),
    ...link(6, 23),
  ]) +
  insert('hubspot.ticket', [
    {
      id: 40,
      _fivetran_deleted: 'false',
      property_createdate: '2026-01-16 12:00:00+00',
      property_first_agent_reply_date: '2026-01-16 13:00:00+00',
    },
    { id: 41, _fivetran_deleted: 'true', property_createdate: '2026-01-17 12:00:00+00' },
  ]) +
  insert('hubspot.ticket_contact', [
    { ticket_id: 40, contact_id: 2 },
    { ticket_id: 40, contact_id: 3 },
    { ticket_id: 41, contact_id: 1 },
  ]);

const options = {
  user: { property: 'app_user_id' },
  leadCondition: `contact.property_lifecyclestage <> 'other'`,
  proactiveSupportTeams: ['77'],
  hasTickets: true,
} satisfies HubspotFivetranOptions;

const at = (column: string): string => `TO_CHAR(${column} AT TIME ZONE 'UTC', 'MM-DD HH24') AS ${column}`;

describe('HubSpot, loaded by Fivetran', () => {
  const warehouse = openWarehouse(hubspotFivetranTables('hubspot') + rows);
  const rowsOf = async (sql: string | undefined, columns: string) =>
    (await warehouse.query(`SELECT ${columns} FROM (${sql}) AS source ORDER BY id`)).map((row) =>
      Object.values(row),
    );
  const leads = (given: Partial<HubspotFivetranOptions> = {}) =>
    rowsOf(hubspotFivetran({ ...options, ...given }).leads?.sql, `id, ${at('created_at')}, source, user_id`);
  const contacts = (given: Partial<HubspotFivetranOptions> = {}) =>
    rowsOf(
      hubspotFivetran({ ...options, ...given }).contacts?.sql,
      `id, lead_id, user_id, kind, ${at('occurred_at')}, ${at('responded_at')}`,
    );

  test('leads are contacts, without those that are deleted or merged into another', async () => {
    expect(await leads()).toEqual([
      ['1', '01-01 10', 'PAID_SEARCH', 'ann'],
      ['5', '01-04 10', 'ORGANIC', null],
    ]);
  });

  test('another source, every contact, and users by a query of your own', async () => {
    const { leadCondition: _, ...others } = options;
    const sql = `SELECT * FROM (VALUES (5, 'eve'), (5, 'zed')) AS link (contact_id, user_id);`;
    const sources = hubspotFivetran({ ...others, user: { sql }, sourceProperty: 'first_source' });
    expect(await rowsOf(sources.leads?.sql, 'id, source, user_id')).toEqual([
      ['1', 'fair', null],
      ['2', null, null],
      ['5', null, 'eve'],
      ['6', null, null],
    ]);
  });

  test("contacts are what the team did, each with the contact's next answer", async () => {
    expect(await contacts()).toEqual([
      ['["engagement", "10", "1"]', '1', 'ann', 'outreach', '01-01 12', '01-02 12'],
      // Of the team of support; Bob's answer is a call.
      ['["engagement", "12", "2"]', null, 'bob', 'proactive_support', '01-03 12', '01-08 12'],
      ['["engagement", "15", "1"]', '1', 'ann', 'outreach', '01-06 12', null],
      ['["engagement", "15", "5"]', '5', null, 'outreach', '01-06 12', null],
      ['["engagement", "20", "5"]', '5', null, 'outreach', '01-07 12', null],
      ['["engagement", "30", "1"]', '1', 'ann', 'meeting', '01-11 12', null],
      ['["engagement", "33", "5"]', '5', null, 'meeting', '01-14 12', null],
      ['["ticket", "40", "1"]', '1', 'ann', 'ticket', '01-16 12', '01-16 13'],
      ['["ticket", "40", "2"]', null, 'bob', 'ticket', '01-16 12', '01-16 13'],
    ]);
  });

  test('without a team of support and without tickets', async () => {
    const { proactiveSupportTeams: _, hasTickets: __, ...others } = options;
    const sources = hubspotFivetran(others);
    expect(await rowsOf(sources.contacts?.sql, 'id, kind')).toEqual([
      ['["engagement", "10", "1"]', 'outreach'],
      ['["engagement", "12", "2"]', 'outreach'],
      ['["engagement", "15", "1"]', 'outreach'],
      ['["engagement", "15", "5"]', 'outreach'],
      ['["engagement", "20", "5"]', 'outreach'],
      ['["engagement", "30", "1"]', 'meeting'],
      ['["engagement", "33", "5"]', 'meeting'],
    ]);
  });
});

test.each([
  ['user', {}],
  ['user', { user: { property: '' } }],
  ['schema', { ...options, schema: '' }],
  ['sourceProperty', { ...options, sourceProperty: ' ' }],
  ['proactiveSupportTeams', { ...options, proactiveSupportTeams: [] }],
  ['hasTickets', { ...options, hasTickets: 'yes' }],
  ['tickets', { ...options, tickets: true }],
])('%s that can not be used is named', (option, given) => {
  const preset = hubspotFivetran as (given: unknown) => unknown;
  expect(() => preset(given)).toThrow(/The options of the preset hubspotFivetran can't be used:/);
  expect(() => preset(given)).toThrow(option);
});
