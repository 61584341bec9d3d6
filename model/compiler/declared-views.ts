import type { Definitions } from '../../src/config/definitions.ts';
import type { SourceName } from '../../src/config/sources.ts';
import type { ListedView } from '../../src/model-files.ts';
import type { Cohort } from '../language/cohort.ts';
import type { Kpi, KpiView } from '../language/kpi.ts';
import { type Count, factsOf, type Shape, type Share } from '../language/shapes.ts';
import { eventFacts } from './event-facts.ts';
import { MemberCollector, neededDimensions } from './members.ts';

/** A view with its KPIs as they are by some settings: those of the company, or of one of its product areas. */
export interface DeclaredView {
  view: KpiView;
  kpi: Kpi;
  settings: Definitions;
  area: string;
}

/** A view as it is listed, with what its document is made of. */
export interface DocumentedView extends ListedView {
  kpi: Kpi;
  /** Its shares with what is above and below their line. */
  shares: { rate: string; above: Count; below: string }[];
  /** The dimensions of what its cohort is crossed with, the order first. */
  items: string[];
  /** The settings that its declaration reads. */
  reads: (keyof Definitions)[];
}

/** The views of some declarations, as the tools around the model list them. */
export const list = (views: readonly KpiView[], settings: Definitions): DocumentedView[] =>
  declaredViews(views, settings).map((each) => {
    const { kpi, area, view } = each;
    const headline = headlineOf(each);
    return {
      view: nameOf(each),
      area,
      name: kpi.name,
      cohort: view.cohort.start.name,
      units: view.cohort.count.unit ?? `${view.cohort.unit}s`,
      needs: needsOf(each),
      gains: gainsOf(each),
      ...(headline && { headline }),
      kpi,
      items: itemDimensions(view.cohort),
      reads: settingsRead(view, settings),
      shares: kpi.shapes.flatMap((shape) =>
        shape.shape === 'share'
          ? [
              {
                rate: shape.rate.name,
                above: shape.above,
                below: shape.below?.name ?? kpi.cohortCount?.name ?? view.cohort.count.name,
              },
            ]
          : [],
      ),
    };
  });

/** The dimensions of what a cohort is crossed with, the order first. */
export const itemDimensions = (cohort: Cohort): string[] => {
  const { crossing } = cohort;
  return crossing ? [`${crossing.each}Position`, `${crossing.each}Name`] : neededDimensions(cohort);
};

/** The settings that a declaration counts by. */
export function settingsRead(view: KpiView, settings: Definitions): (keyof Definitions)[] {
  const read = new Set<keyof Definitions>();
  view.declare(
    new Proxy(settings, {
      get: (_, setting: keyof Definitions) => {
        read.add(setting);
        return settings[setting];
      },
    }),
  );
  return [...read];
}

/** Each view by the company's settings, and by those of each product area that has one of its own. */
export function declaredViews(views: readonly KpiView[], settings: Definitions): DeclaredView[] {
  const names = new Set<string>();
  for (const { view } of views) {
    if (names.has(view)) throw new Error(`Two files in model/kpis declare the view ${view}: rename one.`);
    names.add(view);
  }
  return views.flatMap((view) =>
    [['', {}] as const, ...Object.entries(settings.productAreas ?? {})].flatMap(([area, own]) => {
      if (area !== '' && (!view.perArea || !(view.perArea in own))) return [];
      const inForce = { ...settings, ...own };
      if (view.cohort.isThere?.(inForce) === false) return [];
      return [{ view, kpi: view.declare(inForce), settings: inForce, area }];
    }),
  );
}

/** A view without what it has by an optional source alone that isn't there. */
export const withoutAbsent = (
  each: DeclaredView,
  isThere: (source: SourceName) => boolean,
): DeclaredView => ({
  ...each,
  kpi: {
    ...each.kpi,
    shapes: each.kpi.shapes.filter(({ ifThereAre }) => !ifThereAre || isThere(ifThereAre)),
  },
});

export const nameOf = ({ view, area }: DeclaredView): string => `${view.view}${area}`;

const eventFactsOf = (shapes: readonly Shape[]) => shapes.flatMap(factsOf).flatMap(eventFacts);

/** Whether a view of accounts reads what their users did. */
export const readsMembers = (each: DeclaredView): boolean =>
  each.view.cohort.readsAccountsOfUsers === true ||
  (each.view.cohort.unit === 'account' &&
    eventFactsOf(each.kpi.shapes).some(({ events }) => events.log.of === 'user'));

/** The sources without which a view isn't in the model: its cohort's, and those of the logs that it reads. */
export const needsOf = (each: DeclaredView): SourceName[] =>
  sourcesOf(
    each,
    each.kpi.shapes.filter(({ ifThereAre }) => !ifThereAre),
  );

/** The sources that a view is counted from. */
export const sourcesOf = (each: DeclaredView, shapes = each.kpi.shapes): SourceName[] => [
  ...new Set([
    ...each.view.cohort.needs,
    ...(readsMembers(each) ? ['users' as const] : []),
    ...eventFactsOf(shapes).map(({ events }) => events.log.source),
  ]),
];

/** The measures that a view has by an optional source alone. */
const gainsOf = ({ view: { cohort }, kpi, settings }: DeclaredView): ListedView['gains'] =>
  Object.fromEntries(
    kpi.shapes.flatMap((shape) => {
      const collector = new MemberCollector(cohort.cube, cohort, cohort.from?.(settings), []);
      const { ifThereAre } = shape;
      return ifThereAre ? [...collector.addAll([shape])].map((name) => [name, ifThereAre]) : [];
    }),
  );

export function headlineOf({ view, kpi, area }: DeclaredView): ListedView['headline'] {
  if (!kpi.headline) return undefined;
  const { rate, by } = kpi.headline;
  const share = kpi.shapes.find(
    (shape): shape is Share => shape.shape === 'share' && shape.rate.name === rate,
  );
  if (!share) throw new Error(`The headline of ${view.view}${area}, ${rate}, is no share that it declares.`);
  return {
    rate,
    above: share.above.name,
    below: share.below?.name ?? kpi.cohortCount?.name ?? view.cohort.count.name,
    ...(by && { by }),
  };
}
