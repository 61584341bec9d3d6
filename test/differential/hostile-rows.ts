import fc from 'fast-check';
import type { OracleRows } from '../oracle/source-rows.ts';
import { events, type Pending, type Places, starts } from './moment.ts';
import { accountIds, attributes, expansionFeatures, lookAlikes, userIds } from './names.ts';

/**
 * Rows of the seven tables, made to break a calculation: orphans on every side, repeats, nulls in every nullable
 * column, look-alike names, and timestamps that tie.
 */
export function hostileRows(inPlaces: Places): fc.Arbitrary<Pending<OracleRows>> {
  const start = starts(inPlaces);
  const event = events(inPlaces);
  const nullable = <Thing>(thing: fc.Arbitrary<Thing>) => fc.option(thing, { freq: 5 });
  const some = <Row>(row: fc.Arbitrary<Row>, maxLength: number) =>
    fc.oneof(
      { weight: 1, arbitrary: fc.array(row, { maxLength: 1 }) },
      { weight: 6, arbitrary: fc.array(row, { maxLength, size: 'max' }) },
    );
  const someWithKey = <Row>(row: fc.Arbitrary<Row>, key: (row: Row) => string) =>
    fc.uniqueArray(row, { selector: key, maxLength: 6, size: 'max' });

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
      session_history: some(fc.record({ user_id: userIds, session_start_time: event }), 14),
      activated_users: someWithKey(
        fc.record({ user_id: userIds, activation_milestone_completion_timestamp: nullable(event) }),
        (row) => row.user_id,
      ),
      key_actions: some(fc.record({ user_id: userIds, lookAlike: lookAlikes, occurred_at: event }), 10),
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
          completion_date: event,
        }),
        24,
      ),
      expansion_activation: some(
        fc.record({
          account_id: accountIds,
          expansion_feature: expansionFeatures,
          eligible_date: start,
          activation_date: nullable(event),
        }),
        8,
      ),
    })
    .map((sketch) => (circumstances): OracleRows => {
      const { keyAction, keyMilestones } = circumstances.definitions;
      const users = sketch.users.map((row) => ({ ...row, signed_up_at: row.signed_up_at(circumstances) }));
      const signUps = new Map(users.map((row) => [row.user_id, row.signed_up_at]));
      const activations = sketch.activated_users.map((row) => ({
        user_id: row.user_id,
        activation_milestone_completion_timestamp:
          row.activation_milestone_completion_timestamp?.(signUps.get(row.user_id), circumstances) ?? null,
      }));
      const activatedAt = new Map(
        activations.map((row) => [row.user_id, row.activation_milestone_completion_timestamp]),
      );
      const accounts = sketch.accounts.map((row) => ({ ...row, created_at: row.created_at(circumstances) }));
      const creations = new Map(accounts.map((row) => [row.id, row.created_at]));
      return {
        users,
        session_history: sketch.session_history.map((row, index) => {
          const ending = activatedAt.get(row.user_id) ?? signUps.get(row.user_id);
          const event = row.session_start_time(ending, circumstances);
          return {
            session_id: `s${index}`,
            user_id: row.user_id,
            // Other events come after the moment that they are counted from, most sessions before it.
            session_start_time: ending === undefined ? event : 2 * ending - event,
          };
        }),
        activated_users: activations,
        key_actions: sketch.key_actions.map((row, index) => ({
          id: `k${index}`,
          user_id: row.user_id,
          action_name: row.lookAlike(keyAction),
          occurred_at: row.occurred_at(signUps.get(row.user_id), circumstances),
        })),
        accounts,
        milestone_completion_logs: sketch.milestone_completion_logs.map((row, index) => ({
          id: `l${index}`,
          account_id: row.account_id,
          milestone_name: row.lookAlike(keyMilestones[row.milestone % keyMilestones.length] as string),
          completion_date: row.completion_date(creations.get(row.account_id), circumstances),
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
