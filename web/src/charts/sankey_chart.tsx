// Flow between stages: from each on one side to each on the other.
import {sankey, sankeyLinkHorizontal} from 'd3-sankey';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import css from './chart.module.css';
import {ChartFrame} from './frame.tsx';
import {useWidth} from './size.ts';

export interface FlowStage {
  id: string;
  title: string;
  hue: string;
}
export interface Flow {
  from: string;
  to: string;
  count: number;
}

interface SankeyChartProps {
  title: string;
  summary?: string;
  stages: FlowStage[];
  flows: Flow[];
  height?: number;
}

export function SankeyChart(props: SankeyChartProps) {
  const {title, summary, stages, flows} = props;
  const t = useText();
  const formats = useFormats();
  const name = (id: string) => stages.find((stage) => stage.id === id)?.title ?? id;
  return (
    <ChartFrame
      title={title}
      summary={summary}
      columns={[
        {id: 'from', title: t('web.chart.from')},
        {id: 'to', title: t('web.chart.to')},
        {id: 'count', title: t('web.chart.moves'), number: true},
      ]}
      rows={flows.map((flow) => [name(flow.from), name(flow.to), flow.count])}
      format={(value, column) => (column.number ? formats.number(value) : String(value))}
    >
      <Picture {...props} />
    </ChartFrame>
  );
}

interface Node {
  key: string;
  stage: FlowStage;
  side: 'from' | 'to';
}
interface Link {
  source: string;
  target: string;
  value: number;
}

function Picture({title, stages, flows, height = 320}: SankeyChartProps) {
  const t = useText();
  const formats = useFormats();
  const [ref, width] = useWidth<HTMLDivElement>();
  const rtl = t.direction === 'rtl';
  const used = (side: 'from' | 'to') =>
    stages
      .filter((stage) => flows.some((flow) => flow[side] === stage.id))
      .map((stage): Node => ({key: `${side} ${stage.id}`, stage, side}));
  const margin = Math.min(150, width / 4);
  const graph =
    width > 0 && flows.length > 0
      ? sankey<Node, Link>()
          .nodeId((node) => node.key)
          .nodeWidth(10)
          .nodePadding(10)
          .nodeSort(null)
          .extent([
            [margin, 4],
            [width - margin, height - 4],
          ])({
          nodes: [...used('from'), ...used('to')],
          links: flows.map((flow) => ({
            source: `from ${flow.from}`,
            target: `to ${flow.to}`,
            value: flow.count,
          })),
        })
      : {nodes: [], links: []};
  const path = sankeyLinkHorizontal<Node, Link>();

  return (
    <div ref={ref} className={css.picture}>
      <svg
        className={css.svg}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={title}
      >
        {/* Mirrored as a whole; words are put back upright one by one. */}
        <g transform={rtl ? `translate(${width} 0) scale(-1 1)` : undefined}>
          {graph.links.map((link) => {
            const from = (link.source as Node).stage;
            const to = (link.target as Node).stage;
            return (
              <path
                key={`${from.id} ${to.id}`}
                data-hue={from.hue}
                className={css.ribbon}
                d={path(link) ?? ''}
                strokeWidth={Math.max(1, link.width ?? 0)}
              >
                <title>{`${from.title} → ${to.title}: ${formats.number(link.value)}`}</title>
              </path>
            );
          })}
          {graph.nodes.map((node) => {
            const {x0 = 0, x1 = 0, y0 = 0, y1 = 0, side} = node;
            const outer = side === 'from' ? x0 - 8 : x1 + 8;
            const startsLeft = (side === 'to') !== rtl;
            return (
              <g key={node.key} data-hue={node.stage.hue}>
                <rect
                  className={css.node}
                  x={x0}
                  y={y0}
                  width={x1 - x0}
                  height={Math.max(1, y1 - y0)}
                  rx={2}
                />
                <text
                  transform={
                    rtl
                      ? `translate(${outer} ${(y0 + y1) / 2}) scale(-1 1)`
                      : `translate(${outer} ${(y0 + y1) / 2})`
                  }
                  dy="0.32em"
                  textAnchor={startsLeft ? 'start' : 'end'}
                >
                  {node.stage.title}
                  <tspan className={css.mark}> {formats.number(node.value ?? 0)}</tspan>
                </text>
              </g>
            );
          })}
        </g>
      </svg>
    </div>
  );
}
