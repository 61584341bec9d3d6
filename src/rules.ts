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
];
