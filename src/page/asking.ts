import type { Query } from '@cubejs-client/core';
import pLimit from 'p-limit';
import type { Answer, Drawn, Figure } from './figure.ts';

/** Asks a server one question. */
export type Ask = (query: Query) => Promise<Answer>;

/** Why a question isn't asked, where that is no failure. */
export class LeftOut extends Error {}

/** How many questions are on their way at once: a production server takes 50 of one asker. */
const atOnce = 6;

/** Asks each question once, however many figures have it, and few at a time. */
export function inTurns(ask: Ask): Ask {
  const asked = new Map<string, Promise<Answer>>();
  const inTurn = pLimit(atOnce);
  return (query) => {
    const key = JSON.stringify(query);
    const answer = asked.get(key) ?? inTurn(ask, query);
    asked.set(key, answer);
    return answer;
  };
}

/**
 * Asks what a figure asks, and draws it.
 *
 * @param reasonOf why a question has no answer, for people
 * @throws what the first question without an answer did, unless the figure may lack one
 */
export async function drawn(
  figure: Figure,
  ask: Ask,
  now: Date,
  reasonOf: (error: unknown) => string,
): Promise<Drawn> {
  const results = await Promise.allSettled(figure.questions.map(ask));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed && !figure.mayLack) throw failed.reason;
  return figure.draw(
    results.map((result) => (result.status === 'fulfilled' ? result.value : [])),
    now,
    results.map((result) => (result.status === 'rejected' ? reasonOf(result.reason) : undefined)),
  );
}
