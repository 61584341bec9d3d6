/** How many answers one after the other a server's processor time is the mean of: fewer are mostly of its compiler's work. */
export const answersInARow = 200;

/** How long something took, over several runs, in milliseconds. */
export interface Timing {
  median: number;
  /** Of twenty runs or more. */
  p95?: number | undefined;
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

/** How often each work is done before it is timed. */
export const warmUps = 2;

/**
 * Times pieces of work again and again, one after the other in turn, so that what else the machine does in the meantime
 * befalls all alike. Each is done {@link warmUps} times before. One that fails is done no more.
 *
 * @param failed is told of a work that fails
 * @param settled is waited for before each is timed
 */
export async function sampleInTurn<Name>(
  works: ReadonlyMap<Name, () => Promise<unknown>>,
  { fewest, most, budgetMs }: SampleOptions,
  failed: (name: Name, error: Error) => void,
  settled: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Map<Name, Timing>> {
  const timesOf = new Map([...works.keys()].map((name): [Name, number[]] => [name, []]));
  const timed = async (name: Name, work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work().catch((error: Error) => {
      timesOf.delete(name);
      failed(name, error);
    });
    return performance.now() - start;
  };
  for (let warm = 0; warm < warmUps; warm += 1) {
    for (const [name, work] of works) if (timesOf.has(name)) await timed(name, work);
  }
  const isToGoOn = (times: number[]): boolean =>
    times.length < fewest || (times.length < most && times.reduce((sum, time) => sum + time, 0) < budgetMs);
  while ([...timesOf.values()].some(isToGoOn)) {
    for (const [name, work] of works) {
      const times = timesOf.get(name);
      if (!times || !isToGoOn(times)) continue;
      await settled();
      times.push(await timed(name, work));
    }
  }
  return new Map([...timesOf].map(([name, times]) => [name, summary(times)]));
}

/** The median of some times, and of twenty or more their 95th percentile. */
export function summary(times: number[]): Timing {
  const sorted = times.toSorted((one, other) => one - other);
  return {
    median: quantile(sorted, 0.5),
    p95: times.length < 20 ? undefined : quantile(sorted, 0.95),
    runs: times.length,
  };
}

/** Between two neighbours, in proportion. */
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
