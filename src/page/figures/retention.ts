import type { Measure } from '../../kpis/served-model.ts';
import type { Figure } from '../figure.ts';
import { valueIn } from '../figure.ts';
import type { KpiView } from '../kpi-views.ts';
import { numberCell, textCell } from '../number-table.ts';
import { rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';
import { barsOf } from './bars.ts';

/** The retention rates of a view, each over those alone for whom the day has come. */
export const retentionRatesOf = ({ measures }: KpiView): Measure[] =>
  [...measures.values()].filter(
    ({ name, ends }) => /\.(day|days|onOrAfter)\w*RetentionRate$/.test(name) && ends,
  );

/** Who came back after the moment that the cohort starts at, by when. */
export const retention = (view: KpiView, rates: readonly Measure[], scope: Scope, now: Date): Figure => {
  const parts = (rate: Measure): (Measure | undefined)[] => [
    rate.above,
    rate.below,
    rate,
    rate.ends?.low,
    rate.ends?.high,
  ];
  return {
    id: `retention-${view.name}`,
    title: 'Retention after the activation',
    definition: [view.description, ...rates.map(({ description }) => description)],
    refusal: refusalOf(view, scope),
    questions: [
      scoped(
        view,
        scope,
        { measures: [...new Set(rates.flatMap(parts).flatMap((one) => (one ? [one.name] : [])))] },
        { range: rangeOf(scope, now) },
      ),
    ],
    draw: ([answer]) => {
      const number = (measure: Measure | undefined): number | null => {
        const value = valueIn(answer, measure?.name);
        return value === null ? null : Number(value);
      };
      const groups = rates.map((rate) => ({
        name: rate.title.replace(/ retention rate \(%\)$/, ''),
        value: number(rate),
        low: number(rate.ends?.low),
        high: number(rate.ends?.high),
        units: number(rate.below),
      }));
      const unknown = groups.filter(({ value }) => value === null).map(({ name }) => name);
      return {
        ...(unknown.length < groups.length && {
          drawing: barsOf(groups, 'Retention', 'users'),
        }),
        notes: [
          'Of those alone for whom the day has come: the bars count different people.',
          ...(unknown.length > 0 ? [`Nobody is old enough yet for: ${unknown.join(', ')}.`] : []),
        ],
        table: {
          columns: [
            'Came back',
            'Users returning',
            'Users for whom it is over',
            'Rate (%)',
            'Low (%)',
            'High (%)',
          ],
          rows: rates.map((rate, index) => [
            textCell(groups[index]?.name ?? ''),
            ...parts(rate).map((measure) =>
              numberCell(valueIn(answer, measure?.name), measure ?? { unit: 'users' }),
            ),
          ]),
        },
      };
    },
  };
};
