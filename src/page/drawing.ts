import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts.js';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components.js';
import { type EChartsCoreOption, init, use } from 'echarts/core.js';
import { SVGRenderer } from 'echarts/renderers.js';

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
]);

/** A chart: what ECharts is told, how high it is in pixels, and what it says to who doesn't see it. */
export interface Drawing {
  option: EChartsCoreOption;
  height: number;
  says: string;
}

/** Colours by the names of the style sheet, so that a drawing follows the reader's scheme, light or dark. */
export const colour = {
  text: 'var(--text)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  surface: 'var(--surface)',
  series: 'var(--series)',
  other: 'var(--other)',
  /** A shade of the series' colour, of 0 to 1. */
  shade: (strength: number): string =>
    `color-mix(in oklab, var(--series) ${Math.round(100 * strength)}%, var(--surface))`,
};

/** What all series have: ECharts would compute with colours that only the style sheet knows. */
export const plain = { animation: false, emphasis: { disabled: true }, silent: true };

const font = { fontFamily: 'system-ui, sans-serif', fontSize: 12 };
const labels = { axisLabel: { color: colour.muted, ...font } };

/** What all charts have. */
export const frame = {
  animation: false,
  textStyle: font,
  grid: { left: 8, right: 16, top: 16, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
};

export const tooltip = {
  renderMode: 'richText',
  confine: true,
  backgroundColor: colour.surface,
  borderColor: colour.line,
  textStyle: { color: colour.text, ...font },
};

export const categories = (names: readonly string[]) => ({
  type: 'category',
  data: [...names],
  axisLine: { lineStyle: { color: colour.line } },
  axisTick: { show: false },
  axisLabel: { ...labels.axisLabel, hideOverlap: true },
});

export const percentages = {
  type: 'value',
  min: 0,
  splitLine: { lineStyle: { color: colour.line } },
  axisLabel: { ...labels.axisLabel, formatter: '{value} %' },
};

/** A chart as SVG text, for a file. */
export function svgOf({ option, height }: Drawing, width: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
