import type { AnyCube } from './cube.ts';

/** The names of a model's members, by the names of its cubes and views. */
export type ModelMembers = ReadonlyMap<string, ReadonlySet<string>>;

/** The members in the answer of `/meta`, or of a compiled model, whose names may or may not have the cube's in front. */
export function modelMembers(
  cubes: readonly {
    name: string;
    measures: readonly Named[];
    dimensions: readonly Named[];
    segments: readonly Named[];
  }[],
): ModelMembers {
  return new Map(
    cubes.map(({ name, measures, dimensions, segments }) => [
      name,
      new Set(
        [...measures, ...dimensions, ...segments].map((member) =>
          (typeof member === 'string' ? member : member.name).replace(/^.*\./, ''),
        ),
      ),
    ]),
  );
}

type Named = string | { name: string };

const printed = new Set<number>();

/** What of the contract a model can be asked. What it lacks is printed, once. */
export function askable(cubes: Record<string, AnyCube>, model: ModelMembers): Record<string, AnyCube> {
  const lacking: string[] = [];
  const asked = Object.entries(cubes).flatMap(([name, cube]): [string, AnyCube][] => {
    const members = model.get(name);
    if (!members) {
      lacking.push(name);
      return [];
    }
    const had = <Member>(of: Record<string, Member>): Record<string, Member> =>
      Object.fromEntries(
        Object.entries(of).filter(([member]) => {
          if (!members.has(member)) lacking.push(`${name}.${member}`);
          return members.has(member);
        }),
      );
    const { measures, dimensions, times, segments } = cube;
    return [
      [
        name,
        {
          ...cube,
          measures: had(measures),
          dimensions: had(dimensions),
          times: had(times),
          segments: had(segments),
        },
      ],
    ];
  });
  if (lacking.length > 0 && !printed.has(lacking.length)) {
    printed.add(lacking.length);
    const some = lacking.slice(0, 5).join(', ');
    console.log(`The model lacks ${lacking.length} that the oracle knows, so they aren't asked: ${some}, …`);
  }
  return Object.fromEntries(asked);
}
