// The first start: an empty workspace begins with a pack, or with the example.
import {useMutation, useQuery} from '@tanstack/react-query';
import {useEffect, useState} from 'react';
import {isOver, useJob} from '@/api/jobs.ts';
import {type StartChoice, start} from '@/api/start.ts';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {urls} from '@/router/urls.ts';
import {Badge} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Progress} from '@/ui/progress.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout, Skeleton} from '@/ui/states.tsx';
import css from './start.module.css';

export default function StartPage({workspace}: {workspace: string}) {
  const t = useText();
  const offer = useQuery({
    queryKey: ['start', workspace, t.language],
    queryFn: () => start.show(workspace),
    staleTime: 0,
  });
  const choose = useMutation({
    mutationFn: (choice: StartChoice) => start.choose(workspace, choice),
    onSuccess: (made) => {
      if (!('state' in made)) begin();
    },
  });
  const made = choose.data && 'state' in choose.data ? choose.data.job : (offer.data?.job ?? null);
  const job = useJob(workspace, made);
  const [failed, setFailed] = useState<number | null>(null); // may be chosen again
  // All that the page knows of the workspace is of the definition before: it is read anew.
  const begin = () => location.replace(urls.board(workspace));
  const state = job.data?.state;
  const isBehind = offer.data && !offer.data.is_empty && offer.data.job === null && made === null;
  useEffect(() => {
    if (state === 'done' || isBehind) location.replace(urls.board(workspace));
    else if (isOver(job.data)) setFailed(made);
  }, [state, isBehind, workspace, job.data, made]);
  const isBusy = choose.isPending || (made !== null && failed !== made);

  const card = (choice: StartChoice, title: string, about: string, isInForce = false) => (
    <li key={title} className={css.card}>
      <h2>
        <span dir="auto">{title}</span>{' '}
        {isInForce && <Badge hue="slate">{t('web.start.in-force')}</Badge>}
      </h2>
      <p>{about}</p>
      <Button aria-label={t('web.start.choose-it', {title})} onPress={() => choose.mutate(choice)}>
        {t('web.start.choose')}
      </Button>
    </li>
  );
  return (
    <Page title={t('web.start.title')}>
      <p className={css.why}>{t('web.start.why')}</p>
      {offer.error && <Failed error={offer.error} onRetry={offer.refetch} />}
      {offer.isPending && <Skeleton lines={8} />}
      <Refusal error={choose.error ?? job.error} />
      {job.data?.error && <Callout tone="danger">{job.data.error.detail}</Callout>}
      {isBusy && (
        <Progress
          label={t('web.start.preparing')}
          done={job.data?.done ?? 0}
          total={job.data?.total ?? 0}
        />
      )}
      {offer.data && !isBusy && (
        <ul className={css.cards} aria-label={t('web.start.title')}>
          {card({example: true}, t('web.start.example'), offer.data.example.about)}
          {offer.data.packs.map(({pack, title, about}) =>
            card({pack}, title, about, pack === offer.data.pack),
          )}
        </ul>
      )}
    </Page>
  );
}
