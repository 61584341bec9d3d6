import type { Dimension, Measure } from '../../kpis/served-model.ts';
import { type Figure, rateName } from '../figure.ts';
import type { KpiView } from '../kpi-views.ts';
import { groupName, numberCell, textCell } from '../number-table.ts';
import { rangeOf, refusalOf, type Scope, scoped } from '../page-scope.ts';
import { estimateOf, isUncertain } from '../uncertainty.ts';
import { barsOf } from './bars.ts';
import { companionsOf } from './over-time.ts';

/** More groups are in the table alone. */
const mostDrawn = 30;

/**
 * A rate by the groups of an attribute: the highest first, those of few units pale.
 *
 * @param position a number that the groups are in the order of, instead
 */
export function byAttribute(
  view: KpiView,
  rate: Measure,
  attribute: Dimension,
  scope: Scope,
  now: Date,
  position?: Dimension,
): Figure {
  const asked = companionsOf(rate);
  const dimensions = [attribute, ...(position ? [position] : [])].map(({ name }) => name);
  return {
    id: `by-${[rate, attribute].map(({ name }) => name.replace('.', '-')).join('-')}`,
    title: `${rateName(rate)} by ${attribute.title.toLowerCase()}`,
    definition: [view.description, rate.description],
    refusal: refusalOf(view, scope),
    questions: [
      scoped(
        view,
        scope,
        { measures: asked.map(({ name }) => name), dimensions },
        { range: rangeOf(scope, now) },
      ),
    ],
    draw: ([rows = []]) => {
      const groups = rows
        .map((row) => ({
          name: groupName(row[attribute.name]),
          value: (row[rate.name] ?? null) === null ? null : Number(row[rate.name]),
          ...estimateOf(row, rate),
          position: position ? Number(row[position.name]) : 0,
          row,
        }))
        .sort(
          (one, other) =>
            one.position - other.position ||
            (other.value ?? -1) - (one.value ?? -1) ||
            one.name.localeCompare(other.name),
        );
      const drawn = groups.slice(0, mostDrawn);
      const { settled, below } = rate;
      const waiting = groups.reduce(
        (sum, { row }) =>
          sum + (settled && below ? Number(row[below.name]) - Number(row[settled.below.name]) : 0),
        0,
      );
      return {
        ...(drawn.length > 0 && {
          drawing: barsOf(drawn, `${rateName(rate)} by ${attribute.title}`, below?.unit),
        }),
        notes: [
          ...(drawn.length === 0
            ? ['Nobody started in these days. Choose others, or take a filter away.']
            : []),
          ...(drawn.some(isUncertain)
            ? ['Pale: so few units that the rate may be far from what it seems.']
            : []),
          ...(waiting > 0
            ? [
                `${waiting.toLocaleString('en')} of those counted haven't had their ${rate.windowDays} days yet; the table has the rate of the others.`,
              ]
            : []),
          ...(drawn.length < groups.length
            ? [`The first ${mostDrawn} of ${groups.length} groups are drawn; the table has all.`]
            : []),
        ],
        table: {
          columns: [attribute.title, ...asked.map(({ title }) => title)],
          rows: groups.map(({ name, row }) => [
            textCell(name),
            ...asked.map((measure) => numberCell(row[measure.name], measure)),
          ]),
        },
      };
    },
  };
}
