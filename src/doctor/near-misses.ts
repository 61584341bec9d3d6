import { distance } from 'fastest-levenshtein';

/** How many names are offered instead of one that isn't there. */
const offered = 3;

/**
 * Of the candidates those that somebody may have meant by a name, the likeliest first: the same words in another case
 * or with other separators, the same words in another order, a few letters off, or some of the words.
 *
 * @example
 * nearMisses('project_created', ['Project Created', 'invoice_sent']); // ['Project Created']
 */
export function nearMisses(name: string, candidates: readonly string[]): string[] {
  return candidates
    .map((candidate) => ({ candidate, apart: distanceBetween(name, candidate) }))
    .filter(({ apart }) => Number.isFinite(apart))
    .sort((one, other) => one.apart - other.apart || one.candidate.localeCompare(other.candidate))
    .slice(0, offered)
    .map(({ candidate }) => candidate);
}

/** Whether two names differ only in case, separators and surrounding spaces: `Project Created`, `projectCreated `. */
export const isSpelledAlike = (name: string, other: string): boolean => letters(name) === letters(other);

/** A list of names as text, each in quotes that show spaces and control characters. */
export const quoteNames = (names: readonly string[]): string =>
  names.map((name) => JSON.stringify(name)).join(', ');

function distanceBetween(name: string, candidate: string): number {
  if (isSpelledAlike(name, candidate)) return 0;
  const [nameWords, candidateWords] = [words(name), words(candidate)];
  if (nameWords.toSorted().join(' ') === candidateWords.toSorted().join(' ')) return 1;
  const [nameLetters, candidateLetters] = [letters(name), letters(candidate)];
  const edits = distance(nameLetters, candidateLetters);
  // A quarter of a name may be mistyped; of short names, nothing: every column is two letters from `id`.
  if (edits <= Math.min(3, Math.floor(nameLetters.length / 4))) return 1 + edits;
  const [few, many] =
    nameWords.length < candidateWords.length ? [nameWords, candidateWords] : [candidateWords, nameWords];
  const isPartOf = few.join('').length >= 4 && few.every((word) => many.includes(word));
  return isPartOf ? 10 + many.length - few.length : Number.POSITIVE_INFINITY;
}

const words = (name: string): string[] =>
  name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const letters = (name: string): string => words(name).join('');
