import type { CustomSeriesRenderItemAPI } from 'echarts';
import { categories, colour, type Drawing, frame, percentages, plain, tooltip } from '../drawing.ts';
import { shownNumber } from '../number-table.ts';
import { type Estimated, isUncertain } from '../uncertainty.ts';

/** A group with its rate, its interval and how many are in it, where these are known. */
export interface Group extends Estimated {
  name: string;
  value: number | null;
}

/** Groups as bars with their intervals, the first on top. Those of few units are pale. */
export function barsOf(groups: readonly Group[], title: string, unit = ''): Drawing {
  const upwards = groups.toReversed();
  const percent = { unit: 'percent' };
  return {
    height: 40 + 30 * groups.length,
    says: `${title}: ${groups
      .slice(0, 12)
      .map(({ name, value }) => `${name} ${shownNumber(value, percent)}`)
      .join('; ')}`,
    option: {
      ...frame,
      tooltip: {
        ...tooltip,
        trigger: 'axis',
        formatter: (shown: readonly { dataIndex: number }[]) => {
          const group = upwards[shown[0]?.dataIndex ?? -1];
          if (!group) return '';
          const { name, value, low, high, units } = group;
          return [
            name,
            shownNumber(value, percent),
            ...(low === null ? [] : [`${shownNumber(low, percent)} to ${shownNumber(high, percent)}`]),
            ...(units === null ? [] : [`of ${units.toLocaleString('en')} ${unit}`]),
          ].join('\n');
        },
      },
      xAxis: percentages,
      yAxis: {
        ...categories(upwards.map(({ name }) => (name.length > 28 ? `${name.slice(0, 27)}…` : name))),
        axisLabel: { ...percentages.axisLabel, formatter: '{value}', interval: 0 },
      },
      series: [
        {
          ...plain,
          type: 'bar',
          barMaxWidth: 18,
          data: upwards.map((group) => ({
            value: group.value,
            itemStyle: { color: colour.shade(isUncertain(group) ? 0.3 : 0.75) },
          })),
        },
        intervals(upwards),
      ],
    },
  };
}

/** The intervals of groups, a line with two ends each. */
const intervals = (groups: readonly Group[]) => ({
  ...plain,
  type: 'custom',
  // Above the bars.
  z: 3,
  data: groups.flatMap(({ low, high }, index) => (low === null || high === null ? [] : [[index, low, high]])),
  encode: { x: [1, 2], y: 0 },
  renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
    const at = (dimension: number): number[] => api.coord([api.value(dimension), api.value(0)]);
    const [[left = 0, y = 0], [right = 0]] = [at(1), at(2)] as [number[], number[]];
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line',
      shape: { x1, y1, x2, y2 },
      style: { stroke: colour.text, lineWidth: 1.5 },
    });
    return {
      type: 'group',
      children: [line(left, y, right, y), line(left, y - 5, left, y + 5), line(right, y - 5, right, y + 5)],
    };
  },
});
