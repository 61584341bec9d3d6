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

/** The cubes, views and members of the contract that a model lacks. */
export const lacking = (cubes: Record<string, AnyCube>, model: ModelMembers): string[] =>
  Object.entries(cubes).flatMap(([name, { measures, dimensions, times, segments }]) => {
    const members = model.get(name);
    if (!members) return [name];
    return Object.keys({ ...measures, ...dimensions, ...times, ...segments })
      .filter((member) => !members.has(member))
      .map((member) => `${name}.${member}`);
  });

const printed = new Set<number>();

/** What of the contract a model can be asked. What it lacks is printed, once. */
export function askable(cubes: Record<string, AnyCube>, model: ModelMembers): Record<string, AnyCube> {
  const missing = lacking(cubes, model);
  if (missing.length > 0 && !printed.has(missing.length)) {
    printed.add(missing.length);
    const some = missing.slice(0, 5).join(', ');
    console.log(`The model lacks ${missing.length} that the oracle knows, so they aren't asked: ${some}, …`);
  }
  return Object.fromEntries(
    Object.entries(cubes).flatMap(([name, cube]): [string, AnyCube][] => {
      const members = model.get(name);
      if (!members) return [];
      const had = <Member>(of: Record<string, Member>): Record<string, Member> =>
        Object.fromEntries(Object.entries(of).filter(([member]) => members.has(member)));
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
    }),
  );
}
