import type { CubeMember } from './cube-file.ts';

/** A folder of a view, as Cube takes it. */
interface Folder {
  name: string;
  includes: string[];
}

/**
 * The folders of a view, so that a tool shows what people ask for first, and what they check it by last.
 *
 * @param measures those that the view shows, by the names that they have there
 * @param dimensions the view's, in order
 * @param isTime whether a dimension is a time
 */
export function folders(
  measures: Record<string, CubeMember>,
  dimensions: string[],
  isTime: (dimension: string) => boolean,
): Folder[] {
  const folderOf = (name: string): string => {
    const member = measures[name];
    if (member?.type !== 'number' || /^(users|accounts)$/.test(String(member.meta?.unit))) return 'Counts';
    if (/(Low|High)$/.test(name)) return '95 % intervals';
    if (member.meta?.unit !== 'percent') return 'Durations and averages';
    return name.startsWith('matured') ? 'Matured rates' : 'Rates';
  };
  const order = ['Rates', 'Matured rates', 'Durations and averages', 'Counts', '95 % intervals'];
  const named = Object.keys(measures);
  return [
    ...order.map((name) => ({ name, includes: named.filter((measure) => folderOf(measure) === name) })),
    { name: 'Times', includes: dimensions.filter(isTime) },
    { name: 'Attributes', includes: dimensions.filter((name) => !isTime(name)) },
  ].filter(({ includes }) => includes.length > 0);
}
