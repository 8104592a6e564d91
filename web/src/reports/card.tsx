// The place of one report: what it waits for, what went wrong, or its picture.
import type {ReactNode} from 'react';
import {type Report, type ReportName, tellsSomething, useReport} from '@/api/reports.ts';
import {useText} from '@/i18n/language.tsx';
import {Failed} from '@/ui/failed.tsx';
import {EmptyState, Skeleton} from '@/ui/states.tsx';
import css from './reports.module.css';

interface CardProps {
  workspace: string;
  report: ReportName;
  title: string;
  options: Record<string, string | undefined>;
  children: (report: Report) => ReactNode;
}

export function Card({workspace, report, title, options, children}: CardProps) {
  const t = useText();
  const found = useReport(workspace, report, options);
  if (found.data && tellsSomething(found.data)) return children(found.data);
  return (
    <section className={css.card} aria-label={title}>
      <h2>{title}</h2>
      {found.error ? (
        <Failed error={found.error} onRetry={found.refetch} />
      ) : found.isPending ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState icon="chart" title={t('web.report.nothing')}>
          {t('web.report.nothing.what')}
        </EmptyState>
      )}
    </section>
  );
}
