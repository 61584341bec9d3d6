import { firstUses, hasFeatures } from '../features.ts';
import { type Cohort, column, derived } from '../language/cohort.ts';
import { actions, activations, sessions } from '../language/events.ts';
import { first, has } from '../language/facts.ts';
import type { Count } from '../language/shapes.ts';

/** New users, by their sign-up. */
export const users: Cohort = {
  cube: 'Users',
  sqlAlias: 'users',
  title: 'Users',
  description: 'New users (sign-ups), with their activation and their first key action.',
  unit: 'user',
  source: 'users',
  needs: ['users'],
  key: column('users', 'userId', 'userId', 'string', {
    title: 'User',
    description: "The user's identifier.",
  }),
  columns: [],
  start: column('users', 'signedUpAt', 'signedUpAt', 'time', {
    title: 'Signed up at',
    description: 'When the user signed up: the time dimension of the user cohorts.',
  }),
  count: { name: 'newUserCount', title: 'New users', description: 'How many users signed up.' },
  rollups: 'user',
};

/** When a user completed the activation flow, as far as it counts (rule 3). */
export const activation = first('activatedAt', activations, {
  words: {
    title: 'Activated at',
    description:
      'When the user completed the activation flow, at or after the sign-up; empty for a user who did not.',
  },
});

/** What the lists behind counts of activated users show. */
export const activationList = ['activatedAt', 'sessionsToActivation'];

/** The new users who activated. */
export const activated: Count = {
  name: 'activatedUserCount',
  where: has(activation),
  list: activationList,
  words: {
    title: 'Activated users',
    description: 'How many of the new users completed the activation flow, at or after their sign-up.',
  },
};

/** Activated users, by their activation. */
export const activatedUsers = derived(
  users,
  {
    name: activation.name,
    moment: () => activation,
    title: 'Activated at',
    description: 'When the user completed the activation flow: the time dimension of the activation cohorts.',
  },
  {
    cube: 'UsersAfterActivation',
    sqlAlias: 'activated',
    title: 'Users after their activation',
    description:
      'New users who completed the activation flow, at or after their sign-up, and what they did then.',
    needs: ['activatedUsers'],
    count: {
      name: 'activatedUserCount',
      title: 'Activated users',
      description: 'How many new users completed the activation flow, at or after their sign-up.',
    },
  },
);

/** New users, each with each day of their age. */
export const userDays: Cohort = {
  ...users,
  cube: 'UserDays',
  sqlAlias: 'user_days',
  title: 'User days',
  description: 'Each new user with each day of age, from 0 to 90.',
  countedBy: users.key,
  age: {
    dimension: 'day',
    last: 90,
    title: 'Day of age',
    description:
      'The day after the sign-up, from 0 to 90: day 7 is from 7 × 24 to before 8 × 24 hours after it. The measures are each of one day, so a query needs it.',
  },
  rollups: 'none',
};

/** New users, each with each feature, so that a breakdown keeps all users below the line. */
export const userFeatures: Cohort = {
  ...users,
  cube: 'UserFeatures',
  sqlAlias: 'user_features',
  title: 'User features',
  description: 'Each new user with each feature, used or not.',
  needs: ['users', 'keyActions'],
  countedBy: users.key,
  crossing: {
    each: 'feature',
    items: ({ features }) => Object.keys(features),
    name: { title: 'Feature', description: 'The feature, as the configuration names it.' },
    position: { title: 'Position', description: "The feature's place in the configuration, from 1." },
  },
  count: { ...users.count, description: 'How many users signed up, whichever features they used.' },
  list: ['userId', 'signedUpAt', 'featureName'],
  isThere: hasFeatures,
  rollups: 'userItem',
};

/** The features that new users have used, by the first use (rule 10). */
export const usedFeatures = derived(
  userFeatures,
  {
    name: 'firstUsedAt',
    moment: firstUses,
    title: 'First used at',
    description:
      'When the user first used the feature, at or after the sign-up: the time dimension of the cohorts of first use.',
  },
  {
    cube: 'UsedFeatures',
    sqlAlias: 'used_features',
    title: 'Used features',
    description: 'New users with each feature that they have used, at or after their sign-up.',
    needs: [],
    count: {
      name: 'firstTimeUsers',
      title: 'First-time users',
      description:
        'How many new users used the feature for the first time, at or after their sign-up; over several features each user once.',
    },
    list: ['userId', 'firstUsedAt', 'featureName'],
  },
);

/** What known users do: the starts of their sessions, and their tracked actions. */
export const activity: Cohort = {
  ...users,
  cube: 'UserActivity',
  sqlAlias: 'activity',
  title: 'User activity',
  description: 'The starts of sessions and the tracked actions of known users, one row each.',
  needs: ['users', 'sessionHistory', 'keyActions'],
  key: {
    name: 'activityId',
    column: 'activityId',
    type: 'string',
    title: 'Activity',
    description: "The session's or the action's identifier, after the word that says which it is.",
  },
  countedBy: users.key,
  columns: [{ ...users.start, isInView: true }],
  start: {
    name: 'activeAt',
    column: 'activeAt',
    type: 'time',
    title: 'Active at',
    description: 'When the session began, or the action was done: the time dimension of the activity.',
  },
  events: {
    of: [sessions, actions()],
    name: {
      name: 'actionName',
      column: 'actionName',
      type: 'string',
      title: 'Action name',
      description: 'What the user did; empty for a session.',
    },
  },
  count: {
    name: 'activeUserCount',
    title: 'Active users',
    description: 'How many known users began a session or did a tracked action, each counted once.',
  },
  list: ['userId', 'activeAt', 'actionName'],
  isThere: hasFeatures,
  rollups: 'activity',
};
