import { userAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import type { Microseconds, OracleRow } from '../source-rows.ts';
import { isMature, isWithin } from '../units.ts';
import { count } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { firstFrom, inOrder, timesOfContacts, type UserHistory, userHistories } from './histories.ts';
import { durationMeasures, rateMeasures } from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings } from './settings.ts';
import { userView } from './user-views.ts';

export const firstContact = (definitions: CatalogueDefinitions): AnyCube =>
  userView({
    definitions,
    measures: {
      newUserCount: (rows) => count(rows.length),
      ...durationMeasures('HoursToFirstContact', ({ signed_up_at, contacts }: UserHistory) => ({
        from: signed_up_at,
        to: firstFrom(signed_up_at, timesOfContacts(contacts, 'outreach')),
      })),
    },
  });

/** A user and the first proactive support at or after the sign-up, which alone is looked at (rule 10). */
interface Supported {
  user: UserHistory;
  contact: OracleRow<'contacts'>;
}

const supportOf = (user: UserHistory): Supported[] => {
  const [contact] = inOrder(
    user.contacts.filter(
      ({ kind, occurred_at }) => kind === 'proactive_support' && occurred_at >= user.signed_up_at,
    ),
    (row) => row.occurred_at,
    (row) => row.id,
  );
  return contact ? [{ user, contact }] : [];
};

export function proactiveSupport(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { supportEngagementDays } = catalogueSettings(definitions);
  /** Whether the user asked for help from the contact on, before they responded to it. */
  const askedBefore = ({ contacts }: UserHistory, from: Microseconds, respondedAt: Microseconds): boolean =>
    contacts.some(
      ({ kind, occurred_at }) => kind === 'ticket' && from <= occurred_at && occurred_at < respondedAt,
    );
  return anyCube<Supported>({
    rows: (source) => userHistories(source, definitions).flatMap(supportOf),
    times: { contactedAt: ({ contact }) => contact.occurred_at, signedUpAt: ({ user }) => user.signed_up_at },
    dimensions: userAttributes(({ user }: Supported) => user),
    segments: {},
    measures: rateMeasures(members, ({ user }: Supported) => user.user_id, {
      supportEngagementRate: {
        above: ({ user, contact: { occurred_at, responded_at } }) =>
          responded_at !== null &&
          isWithin(supportEngagementDays, occurred_at, responded_at) &&
          !askedBefore(user, occurred_at, responded_at),
        isSettled: ({ contact }) => isMature(supportEngagementDays, contact.occurred_at, now),
      },
    }),
  });
}
