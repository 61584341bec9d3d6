import { shortName } from '../kpis/served-model.ts';
import type { DeclaredViews } from '../kpis/status.ts';
import type { Figure, Group } from './figure.ts';
import { byAttribute } from './figures/by-attribute.ts';
import { agesOf, cohortByAge } from './figures/cohort-by-age.ts';
import { curve, curvesOf } from './figures/curve.ts';
import { drivers, driversOf } from './figures/drivers.ts';
import { headlineCard } from './figures/headline-card.ts';
import { kpiTable } from './figures/kpi-table.ts';
import { overTime } from './figures/over-time.ts';
import { retention, retentionRatesOf } from './figures/retention.ts';
import { attributesOf, headlineViews, type KpiView } from './kpi-views.ts';
import type { Scope } from './page-scope.ts';

/** All that a page shows of what a server has. */
export function contentsOf(
  views: readonly KpiView[],
  declared: DeclaredViews,
  scope: Scope,
  now: Date,
): Group[] {
  const headlines = headlineViews(views);
  return [
    {
      id: 'headlines',
      title: 'How activation is doing',
      about: 'The rate of each KPI over all cohorts shown, and how many were counted.',
      shape: 'cards' as const,
      figures: headlines.map((view) => headlineCard(view, view.headline.rate, scope, now)),
    },
    {
      id: 'over-time',
      title: 'Rates over time',
      about:
        'By when their units started. The band is the 95 % interval; dots are of periods that haven’t settled.',
      figures: headlines.map((view) => overTime(view, view.headline.rate, scope, now)),
    },
    {
      id: 'cohorts',
      title: 'Cohorts by age',
      about: 'How far each cohort had come by each age. A cell is there when all of the cohort are that old.',
      shape: 'wide' as const,
      figures: headlines.flatMap((view): Figure[] => {
        const ages = agesOf(view, view.headline.rate);
        return ages.length > 1 ? [cohortByAge(view, view.headline.rate, ages, scope, now)] : [];
      }),
    },
    {
      id: 'time-to-value',
      title: 'How soon, and who comes back',
      about: 'Both count those for whom it isn’t over yet as what they are, not as lost.',
      shape: 'wide' as const,
      figures: [
        ...curvesOf(views).map((one) => curve(one, scope, now)),
        ...views.flatMap((view): Figure[] => {
          const rates = retentionRatesOf(view);
          return rates.length > 0 ? [retention(view, rates, scope, now)] : [];
        }),
      ],
    },
    {
      id: 'drivers',
      title: 'What goes with coming back',
      about: 'Early actions beside who came back in the third and fourth week.',
      shape: 'wide' as const,
      figures: driversOf(views).map((one) => drivers(one, scope, now)),
    },
    {
      id: 'steps',
      title: 'Step by step',
      about: 'Everybody is below the line of each step, so that the bars compare with one another.',
      figures: views.flatMap((view): Figure[] => {
        const { rate, by } = view.headline ?? {};
        return rate && by ? [byAttribute(view, rate, by, scope, now, positionOf(view))] : [];
      }),
    },
    {
      id: 'attributes',
      title: 'By attribute',
      about: 'Each with its 95 % interval. Where two overlap widely, don’t make much of their difference.',
      figures: headlines.flatMap((view): Figure[] => {
        const attributes = attributesOf(view);
        const chosen = attributes.find((attribute) => shortName(attribute) === scope.by) ?? attributes[0];
        return chosen ? [byAttribute(view, view.headline.rate, chosen, scope, now)] : [];
      }),
    },
    {
      id: 'catalogue',
      title: 'All KPIs',
      about: 'Each over all that is shown. A value that is missing says what it takes.',
      shape: 'table' as const,
      figures: [kpiTable(views, declared, scope, now)],
    },
  ].filter(({ figures }) => figures.length > 0);
}

/** The place of a step among the others, where its view says it. */
const positionOf = ({ dimensions }: KpiView) =>
  [...dimensions.values()].find(({ name, type }) => type === 'number' && name.endsWith('Position'));
