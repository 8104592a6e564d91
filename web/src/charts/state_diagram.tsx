// A lifecycle as a picture: stages in ranks, arrows for the ways between them. The layout comes from
// dagre, which is fetched only when a diagram is shown.
import {useEffect, useState} from 'react';
import {useText} from '@/i18n/language.tsx';
import {Skeleton} from '@/ui/states.tsx';
import {ChartFrame} from './frame.tsx';
import css from './state_diagram.module.css';

export interface DiagramStage {
  id: string;
  title: string;
  hue: string;
  active?: boolean;
}
export interface DiagramWay {
  id: string;
  from: string;
  to: string;
  title: string;
  kind: 'rule' | 'timer' | 'declaration';
}

interface StateDiagramProps {
  title: string;
  stages: DiagramStage[];
  ways: DiagramWay[];
  selected?: string; // stage or way
  onSelect?: (id: string) => void;
}

interface Layout {
  width: number;
  height: number;
  stages: (DiagramStage & {x: number; y: number})[];
  lines: {from: string; to: string; ways: DiagramWay[]; points: {x: number; y: number}[]}[];
}

const box = {width: 132, height: 36};

// Ways between the same two stages share one line.
async function layOut(stages: DiagramStage[], ways: DiagramWay[]): Promise<Layout> {
  const {graphlib, layout} = await import('@dagrejs/dagre');
  const graph = new graphlib.Graph();
  graph.setGraph({rankdir: 'LR', nodesep: 26, ranksep: 62, marginx: 12, marginy: 12});
  graph.setDefaultEdgeLabel(() => ({}));
  for (const stage of stages) graph.setNode(stage.id, {...box});
  const bundles = Map.groupBy(ways, (way) => `${way.from}\n${way.to}`);
  for (const [way] of bundles.values()) {
    if (way && way.from !== way.to) graph.setEdge(way.from, way.to, {});
  }
  layout(graph);
  const size = graph.graph();
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    stages: stages.map((stage) => {
      const {x, y} = graph.node(stage.id);
      return {...stage, x, y};
    }),
    lines: [...bundles.values()].flatMap((bundle) => {
      const first = bundle[0];
      if (!first || first.from === first.to) return [];
      return [
        {
          from: first.from,
          to: first.to,
          ways: bundle,
          points: graph.edge(first.from, first.to).points,
        },
      ];
    }),
  };
}

export function StateDiagram(props: StateDiagramProps) {
  const {title, stages, ways} = props;
  const t = useText();
  const name = (id: string) => stages.find((stage) => stage.id === id)?.title ?? id;
  return (
    <ChartFrame
      title={title}
      columns={[
        {id: 'from', title: t('web.chart.from')},
        {id: 'to', title: t('web.chart.to')},
        {id: 'way', title: t('web.chart.way')},
      ]}
      rows={ways.map((way) => [name(way.from), name(way.to), way.title])}
    >
      <Picture {...props} />
    </ChartFrame>
  );
}

function Picture({title, stages, ways, selected, onSelect}: StateDiagramProps) {
  const {direction} = useText();
  const [plan, setPlan] = useState<Layout | null>(null);
  useEffect(() => {
    let current = true;
    layOut(stages, ways).then((made) => current && setPlan(made));
    return () => {
      current = false;
    };
  }, [stages, ways]);
  if (!plan) return <Skeleton lines={4} />;
  const rtl = direction === 'rtl';
  const x = (value: number) => (rtl ? plan.width - value : value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={title}>
      <svg
        className={css.svg}
        viewBox={`0 0 ${plan.width} ${plan.height}`}
        style={{inlineSize: `clamp(${plan.width * 0.78}px, 100%, ${plan.width}px)`}}
      >
        <title>{title}</title>
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0.5L8 4L0 7.5z" className={css.head} />
          </marker>
        </defs>
        {plan.lines.map((line) => (
          <path
            key={`${line.from} ${line.to}`}
            className={`${css.line} ${line.ways.every((way) => way.kind === 'timer') ? css.timer : ''} ${
              line.ways.some((way) => way.id === selected) ? css.chosen : ''
            }`}
            d={smooth(line.points.map((point) => ({x: x(point.x), y: point.y})))}
            markerEnd="url(#arrow)"
          >
            <title>{line.ways.map((way) => way.title).join('\n')}</title>
          </path>
        ))}
        {plan.stages.map((stage) => (
          // biome-ignore lint/a11y/useSemanticElements: a button of HTML cannot stand in a picture
          <g
            key={stage.id}
            data-hue={stage.hue}
            className={`${css.stage} ${stage.id === selected ? css.chosen : ''} ${stage.active === false ? css.inactive : ''}`}
            transform={`translate(${x(stage.x) - box.width / 2} ${stage.y - box.height / 2})`}
            role="button"
            tabIndex={0}
            aria-pressed={stage.id === selected}
            aria-label={stage.title}
            onClick={() => onSelect?.(stage.id)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onSelect?.(stage.id);
            }}
          >
            <rect width={box.width} height={box.height} rx={8} />
            <text textAnchor="middle">
              {linesOf(stage.title).map((line, index, all) => (
                <tspan
                  key={line}
                  dy="0.34em"
                  x={box.width / 2}
                  y={box.height / 2 + (index - (all.length - 1) / 2) * 14}
                >
                  {`${line} `}
                </tspan>
              ))}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}

// A long title stands on two lines, parted where a word ends nearest to its middle.
function linesOf(title: string): string[] {
  if (title.length <= 19) return [title];
  const places = [...title.matchAll(/ /g)].map(({index}) => index);
  const middle = title.length / 2;
  const at = places.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return at === undefined ? [title] : [title.slice(0, at), title.slice(at + 1)];
}

// A line through the points whose corners are rounded: curves between the middles.
function smooth(points: {x: number; y: number}[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) return '';
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1] ?? last;
    const to =
      index === rest.length - 1 ? last : {x: (point.x + next.x) / 2, y: (point.y + next.y) / 2};
    path += `Q${point.x} ${point.y} ${to.x} ${to.y}`;
  });
  return rest.length === 0 ? `${path}L${last.x} ${last.y}` : path;
}
