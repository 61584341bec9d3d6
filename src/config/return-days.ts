/**
 * When a user comes back who was worth it: in the third or fourth week, in days after the sign-up. At its end a user is
 * settled: what `ActivationDrivers` counts by.
 */
export const returnDays = { from: 14, before: 28 } as const;
