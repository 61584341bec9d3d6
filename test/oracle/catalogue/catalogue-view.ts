/** The public members of one of the catalogue's views, by their names. */
export interface CatalogueView {
  /** How many of something, by name, with the title. */
  counts: Record<string, string>;
  /** Each also with `…Low` and `…High`, and with the twin `matured…` where it has a window. */
  rates: Record<string, Rate>;
  /** What follows `average` and `median` in a name, such as `HoursToKeyAction`. */
  durations: Record<string, Member>;
  /** What follows `hoursUntilQuarter` and `hoursUntilHalf` in a name (rule 14). */
  waits: Record<string, Member>;
  /** Averages and scores that aren't a rate. */
  scores: Record<string, Member>;
  /** Beside those of {@link userDimensions} or {@link accountDimensions}; of leads there are no others. */
  dimensions: Record<string, string>;
  /** The view's own first. */
  times: Record<string, string>;
  segments: Record<string, string>;
  unit: Unit;
}

type Unit = 'user' | 'account' | 'lead';

interface Member {
  title: string;
  /** The KPI's place in the catalogue's section 5, where it is one of the list. */
  kpi?: number;
}

interface Rate extends Member {
  /** The measures above and below the line. */
  above: string;
  below: string;
  /** Of the twin over settled units alone, where the rate has one: what is above and below its line. */
  matured?: { above: string; below: string };
  /** Unless told, more is better. */
  betterLower?: true;
}

export const userDimensions = {
  persona: 'Persona',
  planType: 'Plan type',
  signupSource: 'Sign-up source',
  productPlan: 'Product plan',
  planTier: 'Plan tier',
  useCase: 'Use case',
  userType: 'User type',
} as const;

export const accountDimensions = {
  productPlan: 'Product plan',
  planTier: 'Plan tier',
  useCase: 'Use case',
  userType: 'User type',
} as const;

export const view = (
  unit: Unit,
  times: Record<string, string>,
  members: Partial<CatalogueView>,
): CatalogueView => ({
  unit,
  times,
  counts: {},
  rates: {},
  durations: {},
  waits: {},
  scores: {},
  dimensions: {},
  segments: {},
  ...members,
});

export const signedUpAt = { signedUpAt: 'Signed up at' };
export const createdAt = { createdAt: 'Created at' };

/** Every measure of a view by its name, with its title. */
export function catalogueMeasures(view: CatalogueView): Record<string, string> {
  const titled = (
    members: Record<string, { title: string }>,
    names: (name: string, title: string) => string[][],
  ) => Object.entries(members).flatMap(([name, { title }]) => names(name, title));
  return Object.fromEntries([
    ...Object.entries(view.counts),
    ...Object.entries(view.rates).flatMap(([name, { title, matured }]) => [
      [name, `${title} (%)`],
      [`${name}Low`, `${title}, low (%)`],
      [`${name}High`, `${title}, high (%)`],
      ...(matured ? [[`matured${capital(name)}`, `Matured ${small(title)} (%)`]] : []),
    ]),
    ...titled(view.scores, (name, title) => [[name, title]]),
    ...titled(view.durations, (name, title) => [
      [`average${name}`, `Average ${title}`],
      [`median${name}`, `Median ${title}`],
    ]),
    ...titled(view.waits, (name, title) => [
      [`hoursUntilQuarter${name}`, `Hours until a quarter ${title}`],
      [`hoursUntilHalf${name}`, `Hours until half ${title}`],
    ]),
  ]);
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const small = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);
