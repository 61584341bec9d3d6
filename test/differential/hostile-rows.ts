import fc from 'fast-check';
import { engagementDays } from '../oracle/catalogue/account-views.ts';
import { type CatalogueDefinitions, catalogueSettings } from '../oracle/catalogue/settings.ts';
import type { Microseconds, OracleRows } from '../oracle/source-rows.ts';
import { grouped, windowOf } from '../oracle/units.ts';
import { rowsOfOptional } from './hostile-optional-rows.ts';
import { before, events, type Pending, type Places, settling, starts, tyingWith } from './moment.ts';
import { accountIds, attributes, expansionFeatures, lookAlikes, userIds } from './names.ts';
import { nullable, some, someWithKey } from './tables.ts';

/**
 * Rows of the source tables, made to break a calculation: orphans on every side, repeats, nulls in every nullable
 * column, look-alike names, and timestamps that tie, with the moment that a window is counted from and with its end.
 */
export const hostileRows = (inPlaces: Places): fc.Arbitrary<Pending<OracleRows>> =>
  fc.tuple(rowsOfAll(inPlaces), rowsOfOptional(inPlaces)).map(([ofAll, ofOptional]) => (circumstances) => {
    const rows = ofAll(circumstances);
    return { ...rows, ...ofOptional(circumstances, rows) };
  });

/** The seven tables that every installation has. */
function rowsOfAll(inPlaces: Places): fc.Arbitrary<Pending<OracleRows>> {
  const start = starts(inPlaces);
  const event = events(inPlaces);

  return fc
    .record({
      users: someWithKey(
        fc.record({
          user_id: userIds,
          account_id: nullable(accountIds),
          signed_up_at: start,
          persona: attributes,
          plan_type: attributes,
          signup_source: attributes,
        }),
        (row) => row.user_id,
      ),
      session_history: some(
        fc.record({ user_id: userIds, from: sessionOrigins, session_start_time: event }),
        14,
      ),
      activated_users: someWithKey(
        fc.record({
          user_id: userIds,
          // A team's activations are not before its account's creation.
          from: fc.oneof(
            { weight: 5, arbitrary: mostlyItsStart },
            { weight: 1, arbitrary: fc.constant<'account'>('account') },
          ),
          activation_milestone_completion_timestamp: nullable(event),
        }),
        (row) => row.user_id,
      ),
      key_actions: some(
        fc.record({
          user_id: userIds,
          name: fc.oneof(fc.constant(0), fc.nat(19)),
          from: actionOrigins,
          lookAlike: lookAlikes,
          occurred_at: event,
        }),
        14,
      ),
      accounts: someWithKey(
        fc.record({
          id: accountIds,
          created_at: start,
          product_plan: attributes,
          plan_tier: attributes,
          use_case: attributes,
          user_type: attributes,
        }),
        (row) => row.id,
      ),
      milestone_completion_logs: some(
        fc.record({
          account_id: accountIds,
          milestone: fc.nat(5),
          lookAlike: lookAlikes,
          from: mostlyItsStart,
          completion_date: event,
        }),
        24,
      ),
      expansion_activation: some(
        fc.record({
          account_id: accountIds,
          expansion_feature: expansionFeatures,
          eligible_date: fc.oneof(
            { weight: 2, arbitrary: start },
            { weight: 1, arbitrary: event.map(settling(({ expansionWindowDays }) => expansionWindowDays)) },
          ),
          activation_date: nullable(event),
        }),
        8,
      ),
    })
    .map((sketch) => (circumstances): OracleRows => {
      const { keyMilestones } = circumstances.definitions;
      const actionNames = namesOfActions(circumstances.definitions);
      const users = sketch.users.map((row) => ({ ...row, signed_up_at: row.signed_up_at(circumstances) }));
      const signUps = new Map(users.map((row) => [row.user_id, row.signed_up_at]));
      const accounts = sketch.accounts.map((row) => ({ ...row, created_at: row.created_at(circumstances) }));
      const creations = new Map(accounts.map((row) => [row.id, row.created_at]));
      const createdAt = new Map(users.map((row) => [row.user_id, creations.get(row.account_id ?? '')]));
      const activations = sketch.activated_users.map((row) => ({
        user_id: row.user_id,
        activation_milestone_completion_timestamp:
          row.activation_milestone_completion_timestamp?.(
            {
              start: signUps.get(row.user_id),
              account: createdAt.get(row.user_id),
              now: circumstances.now,
            }[row.from],
            circumstances,
          ) ?? null,
      }));
      const activatedAt = new Map(
        activations.map((row) => [row.user_id, row.activation_milestone_completion_timestamp]),
      );
      const lastActionOf = new Map<string, { at: Microseconds; name: string }>();
      const { reuseDays } = catalogueSettings(circumstances.definitions);
      const keyActions = sketch.key_actions.map((row, index) => {
        const { user_id, from } = row;
        const last = lastActionOf.get(user_id);
        const origin = {
          signUp: signUps.get(user_id),
          activation: activatedAt.get(user_id),
          account: createdAt.get(user_id),
          action: last?.at,
          again: last?.at,
          engagement: circumstances.now - windowOf(engagementDays),
          beforeNow: circumstances.now,
          afterNow: circumstances.now,
        }[from];
        const occursAt = from === 'beforeNow' ? before(row.occurred_at) : row.occurred_at;
        const at = occursAt(
          origin ?? signUps.get(user_id),
          from === 'again' ? tyingWith(circumstances, reuseDays) : circumstances,
        );
        // The same once more, at the end of the window of a second use.
        const name =
          from === 'again' && last ? last.name : (actionNames[row.name % actionNames.length] as string);
        lastActionOf.set(user_id, { at, name });
        return { id: `k${index}`, user_id, action_name: row.lookAlike(name), occurred_at: at };
      });
      const actionsOf = grouped(keyActions, (row) => row.user_id);
      return {
        users,
        session_history: sketch.session_history.map((row, index) => {
          const { user_id, from } = row;
          const activated = activatedAt.get(user_id) ?? signUps.get(user_id);
          const origin = {
            before: activated,
            after: activated,
            action: actionsOf.get(user_id)?.[index % 2]?.occurred_at ?? activated,
            engagement: circumstances.now - windowOf(engagementDays),
            now: circumstances.now,
          }[from];
          const event = row.session_start_time(origin, circumstances);
          return {
            session_id: `s${index}`,
            user_id,
            // Other events come after the moment that they are counted from, most sessions before it.
            session_start_time:
              origin === undefined || from === 'after' || from === 'engagement' ? event : 2 * origin - event,
          };
        }),
        activated_users: activations,
        key_actions: keyActions,
        accounts,
        milestone_completion_logs: sketch.milestone_completion_logs.map((row, index) => ({
          id: `l${index}`,
          account_id: row.account_id,
          milestone_name: row.lookAlike(keyMilestones[row.milestone % keyMilestones.length] as string),
          completion_date: row.completion_date(
            row.from === 'now' ? circumstances.now : creations.get(row.account_id),
            circumstances,
          ),
        })),
        expansion_activation: sketch.expansion_activation.map((row, index) => {
          const eligibleDate = row.eligible_date(circumstances);
          return {
            id: `e${index}`,
            account_id: row.account_id,
            expansion_feature: row.expansion_feature,
            eligible_date: eligibleDate,
            activation_date: row.activation_date?.(eligibleDate, circumstances) ?? null,
          };
        }),
      };
    });
}

/** What a session is before or after: mostly before the activation, or the sign-up where there is none. */
const sessionOrigins = fc.oneof(
  { weight: 4, arbitrary: fc.constant<'before'>('before') },
  { weight: 4, arbitrary: fc.constant<'after'>('after') },
  { weight: 2, arbitrary: fc.constant<'action'>('action') },
  { weight: 2, arbitrary: fc.constantFrom<'engagement' | 'now'>('engagement', 'now') },
);

/** What an action comes after: mostly the sign-up, or else another moment that a window may be counted from. */
const actionOrigins = fc.oneof(
  { weight: 5, arbitrary: fc.constant<'signUp'>('signUp') },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...([
        'activation',
        'account',
        'action',
        'again',
        'again',
        'engagement',
        'beforeNow',
        'afterNow',
      ] as const),
    ),
  },
);

/** What comes after the start of its unit, or now and then after now: it is recorded, though it hasn't come yet. */
const mostlyItsStart = fc.oneof(
  { weight: 4, arbitrary: fc.constant<'start'>('start') },
  { weight: 1, arbitrary: fc.constant<'now'>('now') },
);

/** Every name that a KPI looks for, the key action's first; features have several, and share some. */
function namesOfActions(definitions: CatalogueDefinitions): string[] {
  const { features, qualification, engagement, trialActions, ...settings } = catalogueSettings(definitions);
  return [
    ...new Set([
      definitions.keyAction,
      ...Object.values(features).flat(),
      settings.desiredAction,
      settings.valueAction,
      settings.basicValueAction,
      settings.significantValueAction,
      settings.quickWinAction,
      ...qualification.actions,
      ...trialActions,
      ...engagement.map(({ action }) => action),
    ]),
  ];
}
