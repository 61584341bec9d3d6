/** How long something took, over several runs, in milliseconds. */
export interface Timing {
  median: number;
  p95: number;
  runs: number;
}

export interface SampleOptions {
  /** At least so many runs, however long they take. */
  fewest: number;
  /** At most so many. */
  most: number;
  /** No further run is begun when the runs have taken so many milliseconds. */
  budgetMs: number;
}

/**
 * Times pieces of work again and again, one after the other in turn, so that what else the machine does in the meantime
 * befalls all alike. Do each once before, to warm up.
 */
export async function sampleInTurn<Name>(
  works: ReadonlyMap<Name, () => Promise<unknown>>,
  { fewest, most, budgetMs }: SampleOptions,
): Promise<Map<Name, Timing>> {
  const timesOf = new Map([...works.keys()].map((name): [Name, number[]] => [name, []]));
  const isToGoOn = (times: number[]): boolean =>
    times.length < fewest || (times.length < most && times.reduce((sum, time) => sum + time, 0) < budgetMs);
  while ([...timesOf.values()].some(isToGoOn)) {
    for (const [name, work] of works) {
      const times = timesOf.get(name);
      if (!times || !isToGoOn(times)) continue;
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
  }
  return new Map([...timesOf].map(([name, times]) => [name, summary(times)]));
}

/** The median and the 95th percentile of some times. */
export function summary(times: number[]): Timing {
  const sorted = times.toSorted((one, other) => one - other);
  return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), runs: times.length };
}

/** Between two neighbours, in proportion; of few values the 95th percentile is near the greatest. */
function quantile(sorted: number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** What several clients got through together. */
export interface Throughput extends Timing {
  clients: number;
  requestsPerSecond: number;
  errors: number;
}

/**
 * Lets several clients ask for some seconds, each its next question when it has the answer to the last.
 *
 * @param ask asks a question, counted from 0; each client begins with another one
 */
export async function throughput(
  clients: number,
  seconds: number,
  ask: (question: number) => Promise<unknown>,
): Promise<Throughput> {
  const times: number[] = [];
  let errors = 0;
  const start = performance.now();
  const until = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let question = 0; performance.now() < until; question += 1) {
        const asked = performance.now();
        await ask(client + question).then(
          () => times.push(performance.now() - asked),
          () => {
            errors += 1;
          },
        );
      }
    }),
  );
  const elapsed = (performance.now() - start) / 1000;
  return { clients, requestsPerSecond: times.length / elapsed, errors, ...summary(times) };
}
