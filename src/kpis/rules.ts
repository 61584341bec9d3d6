/**
 * The rules that hold for all KPIs, each with what it means for a reader. Comments and the doctor cite them by their
 * numbers, from 1 (`rule 3`): a new one comes last.
 */
export const rules: readonly (readonly [rule: string, meaning: string])[] = [
  [
    'Users and accounts are counted, not events',
    'However many sessions, logs or actions somebody has, they add one to a number or nothing.',
  ],
  [
    'Cohorts go by the start',
    'A user belongs to the day of the sign-up, an account to the day of its creation, an eligibility to the day it began. They stay there whenever they convert, so the numbers of past months may still rise.',
  ],
  [
    'Only what comes after the start counts',
    'An event dated before the start it is measured from is passed over. The very same moment counts.',
  ],
  [
    'Windows are elapsed time',
    'Within 7 days means less than 7 × 24 hours after the start. At exactly 7 × 24 hours it is too late.',
  ],
  [
    'Unknown users and accounts are in no rate',
    'Rows of the event tables whose user or account is missing from `users` or `accounts` add nothing, above or below the line. The cubes `SessionHistory`, `MilestoneCompletionLogs`, `KeyActions` and `ActivatedUsers` do count them: they describe their tables as they are.',
  ],
  [
    'Rates are percentages from 0 to 100',
    'They are computed exactly. Where there is nobody below the line a rate is empty, and never 0.',
  ],
  [
    'Breakdowns split both sides',
    "The group of those whose attribute isn't known is shown too, with an empty name. A breakdown by milestone keeps all accounts below the line; one by expansion feature keeps the accounts eligible for that feature.",
  ],
  [
    'Young cohorts drag the plain rates down',
    'The plain rate counts everybody. Its `matured…` twin counts, above and below the line, only those whose window is over. Compare cohorts by the twin.',
  ],
  [
    'Time zones move the borders of days, weeks and months',
    'And nothing else. Pass `timezone` with a query, such as `"Europe/Paris"`; without it, they are those of UTC.',
  ],
  [
    'A cohort may start at an event of its own',
    'Such as the activation: users without it are not in that cohort, and everything else is counted from that moment on.',
  ],
  [
    'Coming back is strictly later',
    'An event at the very moment that it would follow up on is none. On day 7 means at least 7 and less than 8 × 24 hours later.',
  ],
  [
    'Each window settles by itself',
    'A `matured…` rate looks at its own window: whoever is settled for 7 days may not be for 30. Retention is always over the settled alone, as nobody can have come back yet on a day that is still to come.',
  ],
  [
    'Durations are over those who got there',
    'Averages and medians are of the time between two moments, over the users, accounts or eligibilities that have both. Whoever has yet to get there is left out, so that these numbers can fall because people are lost.',
  ],
  [
    'Those who have yet to get there count in `hoursUntil…`',
    'These are Kaplan–Meier estimates over all: of whoever has not got there, it is known that it takes longer than from the start until now. Empty where a quarter, or half, never got there.',
  ],
  [
    'An account has the users that name it',
    "What a user did counts for an account if `users` has the user, with the account's id.",
  ],
  [
    'Ties have an order',
    'Sessions are in the order of their start, then of their id. A session id that is logged twice is one session.',
  ],
];
