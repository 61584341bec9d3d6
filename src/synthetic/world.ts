import { ActionableError } from '../actionable-error.ts';

/** What a synthetic data set is made from. The same world has the same rows, whenever and wherever it is made. */
export interface SyntheticWorld {
  /** How many users have signed up by the end of `until`; a tenth as many accounts. */
  users: number;
  /** Another seed makes other rows of the same shapes. */
  seed: number;
  /** The last day with data, in UTC, as `2026-03-31`. The first sign-ups are 24 months earlier. */
  until: string;
}

/** The options of a synthetic data set as they stand on the command line. */
export interface SyntheticOptions {
  users: string;
  seed: string;
  until?: string;
}

/** Fewer can't fill 24 months; for more the keys would have to be longer. */
const fewestUsers = 100;
const mostUsers = 9_000_000;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Reads the options of a synthetic data set.
 *
 * @param now the moment whose yesterday is the last day with data, unless `until` names one
 * @throws {ActionableError} naming the option that can't be used
 */
export function syntheticWorld({ users, seed, until }: SyntheticOptions, now = new Date()): SyntheticWorld {
  if (!/^\d+$/.test(seed) || Number(seed) > 2 ** 31 - 1) {
    throw new ActionableError(`--seed is ${seed}. Give a whole number from 0 to ${2 ** 31 - 1}.`);
  }
  const yesterday = new Date(now.getTime() - dayMs).toISOString().slice(0, 10);
  return { users: numberOfUsers('--users', users), seed: Number(seed), until: lastDay(until ?? yesterday) };
}

/**
 * Reads a number of users.
 *
 * @param option the option that gives it
 * @throws {ActionableError} naming the option, where it is no number of users that can be made
 */
export function numberOfUsers(option: string, text: string): number {
  const users = Number(text);
  if (!/^\d+$/.test(text) || users < fewestUsers || users > mostUsers) {
    throw new ActionableError(
      `${option} is ${text}. Give a whole number from ${fewestUsers} to ${mostUsers}, e.g. ${option} 100000.`,
    );
  }
  return users;
}

function lastDay(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  // JavaScript takes 2026-02-30 for a day of March.
  if (!isDay || new Date(text).toISOString().slice(0, 10) !== text || text < '1972-01-01') {
    throw new ActionableError(`--until is ${text}, which is no day. Give one as 2026-03-31.`);
  }
  return text;
}

/** The day so many days after the last one of the world. */
export const dayAfter = ({ until }: SyntheticWorld, days: number): string =>
  new Date(Date.parse(until) + days * dayMs).toISOString().slice(0, 10);
