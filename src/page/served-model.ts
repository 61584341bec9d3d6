import { z } from 'zod';

/** A measure as a server tells of it. Members are by their whole names, with the view's in front. */
export interface Measure {
  name: string;
  title: string;
  description: string;
  /** `percent`, `hours`, or what it counts: `users`. */
  unit: string;
  isLowerBetter: boolean;
  /** Within how many days of its start a unit has to do what is counted; none where the rate has no window. */
  windowDays?: number;
  /** The counts that a rate is made of, where they are served. */
  above?: Measure;
  below?: Measure;
  /** The ends of a rate's interval. */
  ends?: { low: Measure; high: Measure };
  /** The rate over those alone whose window is over, and how many they are. */
  settled?: { rate: Measure; below: Measure };
}

/** A dimension as a server tells of it. */
export interface Dimension {
  name: string;
  title: string;
  type: string;
}

/** A view of this package's. */
export interface View {
  name: string;
  title: string;
  description: string;
  /** The time that its cohorts are told apart by. */
  cohort: Dimension;
  headline?: { rate: Measure; by?: Dimension };
  measures: ReadonlyMap<string, Measure>;
  dimensions: ReadonlyMap<string, Dimension>;
  /** The settings that it counts by. */
  definition: Readonly<Record<string, unknown>>;
  /** All that it says of itself. */
  meta: unknown;
}

const member = z.object({
  name: z.string(),
  shortTitle: z.string(),
  description: z.string().optional(),
  aliasMember: z.string().optional(),
});

const measureSchema = member.extend({
  meta: z
    .object({
      unit: z.string(),
      direction: z.string().optional(),
      windowDays: z.number().optional(),
      above: z.string().optional(),
      below: z.string().optional(),
    })
    .optional(),
});

const viewSchema = z.object({
  name: z.string(),
  type: z.literal('view'),
  title: z.string(),
  description: z.string().optional(),
  meta: z.object({
    cohort: z.string(),
    headline: z.object({ rate: z.string(), by: z.string().optional() }).optional(),
    definition: z.record(z.string(), z.unknown()),
  }),
  measures: z.array(measureSchema),
  dimensions: z.array(member.extend({ type: z.string() })),
});

/** This package's views among what a server's `/meta` lists; those whose cohorts' time is hidden are left out. */
export const viewsOf = (cubes: readonly unknown[]): View[] =>
  cubes.flatMap((cube) => {
    const { data } = viewSchema.safeParse(cube);
    const view = data && readView(data, (cube as { meta: unknown }).meta);
    return view ? [view] : [];
  });

function readView(
  { name, title, description = '', meta, ...members }: z.infer<typeof viewSchema>,
  said: unknown,
): View | undefined {
  const dimensions = new Map(
    members.dimensions.map(({ name, shortTitle, type }) => [name, { name, title: shortTitle, type }]),
  );
  const cohort = dimensions.get(`${name}.${meta.cohort}`);
  if (!cohort) return undefined;
  const measures = new Map(
    members.measures.map((measure): [string, Measure] => [
      measure.name,
      {
        name: measure.name,
        title: measure.shortTitle,
        description: measure.description ?? '',
        unit: measure.meta?.unit ?? '',
        isLowerBetter: measure.meta?.direction === 'lower is better',
        ...(measure.meta?.windowDays !== undefined && { windowDays: measure.meta.windowDays }),
      },
    ]),
  );
  // A rate names its counts in the words of its cube.
  const byAlias = new Map(members.measures.map(({ aliasMember, name }) => [aliasMember, name]));
  for (const { name: rate, aliasMember = '', meta: told } of members.measures) {
    const measure = measures.get(rate);
    if (!measure || told?.unit !== 'percent') continue;
    const cube = aliasMember.slice(0, aliasMember.lastIndexOf('.') + 1);
    const counted = (count: string | undefined) => measures.get(byAlias.get(`${cube}${count}`) ?? '');
    const [above, below] = [counted(told.above), counted(told.below)];
    const [low, high] = [measures.get(`${rate}Low`), measures.get(`${rate}High`)];
    Object.assign(measure, above && below && { above, below }, low && high && { ends: { low, high } });
  }
  for (const measure of measures.values()) {
    const rate = measures.get(maturedName(measure.name));
    if (rate?.below) measure.settled = { rate, below: rate.below };
  }
  const rate = measures.get(`${name}.${meta.headline?.rate}`);
  const by = dimensions.get(`${name}.${meta.headline?.by}`);
  return {
    name,
    title,
    description,
    cohort,
    ...(rate && { headline: { rate, ...(by && { by }) } }),
    measures,
    dimensions,
    definition: meta.definition,
    meta: said,
  };
}

const maturedName = (name: string): string =>
  name.replace(/\.(.)/, (_, first: string) => `.matured${first.toUpperCase()}`);

/** A member's name without the view's. */
export const shortName = (name: string): string => name.slice(name.indexOf('.') + 1);

/** The rates of a view that people ask for: neither the ends of an interval nor twins. */
export const ratesOf = ({ measures }: View): Measure[] => {
  const all = [...measures.values()];
  const others = new Set(
    all.flatMap(({ ends, settled }) => [ends?.low, ends?.high, settled?.rate].map((one) => one?.name)),
  );
  return all.filter(({ name, unit }) => unit === 'percent' && !others.has(name));
};

/** What a view breaks down by. */
export const attributesOf = ({ dimensions }: View): Dimension[] =>
  [...dimensions.values()].filter(({ type }) => type === 'string' || type === 'boolean');

/** The views that have a headline rate of everybody in them. */
export const headlineViews = (views: readonly View[]): (View & Required<Pick<View, 'headline'>>)[] =>
  views.filter(
    (view): view is View & Required<Pick<View, 'headline'>> => !!view.headline && !view.headline.by,
  );

/** The attributes that are of users or accounts rather than of one view's rows, by their short names. */
export function sharedAttributes(views: readonly View[]): Map<string, Dimension> {
  const headlines = headlineViews(views);
  const all = headlines.flatMap(attributesOf);
  const isShared = ({ name }: Dimension) =>
    all.filter((other) => shortName(other.name) === shortName(name)).length >= Math.min(2, headlines.length);
  return new Map(all.filter(isShared).map((attribute) => [shortName(attribute.name), attribute]));
}
