// Bars as SVG, drawn on the server. The picture is for the eye; the table below it has the figures for everyone.
import { useView } from '../view.js';

export interface Bar {
  name: string;
  count: number;
}

const ROW = 28;
const LABEL = 150;
const WIDTH = 640;
const COUNT = 70;

interface BarChartProps {
  title: string;
  bars: readonly Bar[];
  /** Room for the names, in units of the picture. */
  label?: number;
}

export function BarChart({ title, bars, label = LABEL }: BarChartProps) {
  const { language, words } = useView();
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const height = bars.length * ROW;
  return (
    <svg
      class="app-chart"
      role="img"
      aria-label={words.chartOf(title)}
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
    >
      {bars.map(({ name, count }, i) => {
        const width = Math.max(1, Math.round((count / most) * (WIDTH - label - COUNT)));
        const middle = i * ROW + ROW / 2;
        return (
          <g>
            <text class="app-chart__name" x={label - 8} y={middle} text-anchor="end" dominant-baseline="central">
              {name}
            </text>
            <rect class="app-chart__bar" x={label} y={i * ROW + 4} width={width} height={ROW - 8} />
            <text class="app-chart__count" x={label + width + 6} y={middle} dominant-baseline="central">
              {count.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
