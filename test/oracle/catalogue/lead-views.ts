import { type AnyCube, anyCube } from '../cube.ts';
import type { Microseconds, OracleRow, OracleRows } from '../source-rows.ts';
import { grouped, isMature, isWithin } from '../units.ts';
import type { CatalogueView } from './catalogue-view.ts';
import {
  firstAfter,
  firstFrom,
  timesOf,
  timesOfContacts,
  type UserHistory,
  userHistories,
} from './histories.ts';
import { durationMeasures, rateMeasures } from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings, hasSources } from './settings.ts';

/** A lead with the user that it became, where that one is known, and the contacts that name the lead (reading 7). */
interface Lead extends OracleRow<'leads'> {
  user: UserHistory | undefined;
  contacts: OracleRow<'contacts'>[];
}

function leadHistories(source: OracleRows, definitions: CatalogueDefinitions): Lead[] {
  const users = new Map(userHistories(source, definitions).map((user) => [user.user_id, user]));
  const contacts = grouped(source.contacts ?? [], (row) => row.lead_id);
  return (source.leads ?? []).map((lead) => ({
    ...lead,
    user: lead.user_id === null ? undefined : users.get(lead.user_id),
    contacts: contacts.get(lead.id) ?? [],
  }));
}

export function leads(definitions: CatalogueDefinitions, now: Microseconds, members: CatalogueView): AnyCube {
  const { leadConversionDays, leadEngagementDays } = catalogueSettings(definitions);
  const isSettled = (days: number) => (lead: Lead) => isMature(days, lead.created_at, now);
  const firstContact = (kind: 'outreach' | 'meeting') => (lead: Lead) => ({
    from: lead.created_at,
    to: firstFrom(lead.created_at, timesOfContacts(lead.contacts, kind)),
  });
  return anyCube<Lead>({
    rows: (source) => leadHistories(source, definitions),
    times: { createdAt: (lead) => lead.created_at },
    dimensions: { leadSource: (lead) => lead.source },
    segments: {},
    measures: {
      ...rateMeasures(members, ({ id }: Lead) => id, {
        // A user who signed up before the lead was created is no conversion of it (rule 3).
        leadConversionRate: {
          above: ({ created_at, user }) =>
            isWithin(leadConversionDays, created_at, user?.signed_up_at ?? null),
          isSettled: isSettled(leadConversionDays),
        },
        // Rule 11: strictly later. Whether the user has signed up by then doesn't matter.
        leadEngagementRate: {
          above: ({ created_at, user }) =>
            user !== undefined &&
            isWithin(leadEngagementDays, created_at, firstAfter(created_at, timesOf(user))),
          isSettled: isSettled(leadEngagementDays),
        },
      }),
      ...(hasSources(definitions, 'contacts') && {
        ...durationMeasures('HoursToResponse', firstContact('outreach')),
        ...durationMeasures('HoursToFirstMeeting', firstContact('meeting')),
      }),
    },
  });
}
