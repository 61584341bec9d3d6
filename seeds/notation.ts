/** How the worked example writes lengths of time, in milliseconds, and keys. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const userId = (number: number): string => key('user', number);
export const accountId = (number: number): string => key('account', number);

/** E.g. `lead-0007`: as text in the order of the numbers. */
export const key = (of: string, number: number): string => `${of}-${String(number).padStart(4, '0')}`;
