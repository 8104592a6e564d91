import {useMemo, useState} from 'react';
import {BarChart} from '@/charts/bar_chart.tsx';
import {HeatGrid} from '@/charts/heat_grid.tsx';
import {LineChart} from '@/charts/line_chart.tsx';
import {SankeyChart} from '@/charts/sankey_chart.tsx';
import {type DiagramWay, StateDiagram} from '@/charts/state_diagram.tsx';
import css from './gallery.module.css';
import {stageIds, useStages, useWords} from './words.ts';

const days = Array.from({length: 53}, (_, week) =>
  new Date(Date.UTC(2025, 10, 3) + week * 7 * 86_400_000).toISOString().slice(0, 10),
);
const flows = [
  {from: 'suspect', to: 'prospect', count: 320},
  {from: 'prospect', to: 'opportunity', count: 140},
  {from: 'prospect', to: 'lead', count: 80},
  {from: 'lead', to: 'opportunity', count: 44},
  {from: 'opportunity', to: 'onboarding', count: 96},
  {from: 'opportunity', to: 'prospect', count: 70},
  {from: 'onboarding', to: 'customer', count: 81},
  {from: 'customer', to: 'churned', count: 25},
  {from: 'churned', to: 'onboarding', count: 6},
];

export function ChartGallery() {
  const say = useWords();
  const stages = useStages();
  const shown = stages.slice(5, 9);
  const [chosen, setChosen] = useState('opportunity');
  const ways = useMemo<DiagramWay[]>(
    () =>
      flows.map(({from, to}) => ({
        id: `${from}-${to}`,
        from,
        to,
        title: `${from} → ${to}`,
        kind: to === 'churned' ? 'timer' : 'rule',
      })),
    [],
  );
  const states = useMemo(() => stages.filter((s) => stageIds.indexOf(s.id) < 9), [stages]);
  const series = shown.map((stage, index) => ({
    ...stage,
    values: days.map((_, day) =>
      Math.round(120 + 60 * index + 40 * Math.sin(day / 6 + index) + day * (3 - index)),
    ),
  }));
  return (
    <main className={css.gallery}>
      <h1>Charts</h1>
      <div className={css.grid}>
        <LineChart
          title={say('Accounts by stage', 'לקוחות לפי שלב')}
          summary={say('Customers grow by three a week.', 'הלקוחות גדלים בשלושה בשבוע.')}
          days={days}
          series={series}
          stacked
        />
        <LineChart
          title={say('The same as lines', 'אותו דבר כקווים')}
          days={days}
          series={series}
        />
        <BarChart
          title={say('Funnel', 'משפך')}
          measure={say('Accounts', 'לקוחות')}
          bars={stages.slice(0, 8).map((stage, index) => ({
            ...stage,
            value: Math.round(4200 / (index + 1)),
            note: `${Math.round(100 / (index + 1))}%`,
          }))}
        />
        <SankeyChart
          title={say('Flow between stages', 'זרימה בין שלבים')}
          stages={stages}
          flows={flows}
        />
        <HeatGrid
          title={say('RFM grid', 'רשת RFM')}
          corner={say('Recency', 'עדכניות')}
          columns={[1, 2, 3, 4, 5].map((n) => ({id: `f${n}`, title: `F${n}`}))}
          rows={[5, 4, 3, 2, 1].map((r) => ({
            id: `r${r}`,
            title: `R${r}`,
            values: [1, 2, 3, 4, 5].map((f) => (r === 1 && f === 5 ? null : (r * f * 37) % 211)),
          }))}
        />
        <StateDiagram
          title={say('Lifecycle', 'מחזור חיים')}
          stages={states}
          ways={ways}
          selected={chosen}
          onSelect={setChosen}
        />
      </div>
    </main>
  );
}
