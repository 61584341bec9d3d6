import { nearMisses } from '../doctor/near-misses.ts';
import { type Member, shortName, type View } from '../kpis/served-model.ts';
import { Refusal } from './refusal.ts';

/** @throws {Refusal} with the names that there are, where the view isn't one of them */
export function findView(views: readonly View[], name: string): View {
  const view = views.find((each) => each.name === name);
  if (view) return view;
  const names = views.map((each) => each.name);
  throw new Refusal(`There is no view ${JSON.stringify(name)}.`, {
    ...meant(name, names),
    views: names,
  });
}

/** @throws {Refusal} with the names that there are, where the member isn't one of them */
export function findMember<Found extends Member>(
  kind: 'measure' | 'dimension' | 'segment',
  view: View,
  name: string,
  members: Iterable<Found>,
): Found {
  const all = [...members];
  const member = all.find((each) => shortName(each) === name);
  if (member) return member;
  const names = all.map(shortName);
  throw new Refusal(`${view.name} has no ${kind} ${JSON.stringify(name)}.`, {
    ...meant(name, names),
    [`${kind}s`]: names,
  });
}

/** What somebody may have meant by a name. */
export function meant(name: string, names: readonly string[]): Record<string, readonly string[]> {
  const near = nearMisses(name, names);
  return near.length > 0 ? { didYouMean: near } : {};
}
