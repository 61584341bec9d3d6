import { milestones } from './language/events.ts';
import { type EventMoment, first } from './language/facts.ts';

/** When an account first reached each of some milestones, at or after its creation (rule 3). */
export const firstCompletions = (names: readonly string[]): EventMoment[] =>
  names.map((name, index) => first(`milestone${index + 1}At`, milestones(name)));

/** Names for a sentence: `a`, `b` or `c`. */
export function inWords(names: readonly string[], conjunction: string): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`;
}
