// The calling list: who is to be called, in which order; the first of them is in front.
import {useState} from 'react';
import {useDefinition} from '@/api/definition.ts';
import {Page} from '@/app/shell.tsx';
import css from '@/calling/calling.module.css';
import {pageSize, type ToCall, useCallingList} from '@/calling/calling_data.ts';
import {NextCall} from '@/calling/next_call.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Icon} from '@/ui/icon.tsx';
import {EmptyState, Skeleton} from '@/ui/states.tsx';

export default function Calling({workspace}: {workspace: string}) {
  const t = useText();
  const timeZone = useDefinition().data?.time_zone ?? 'UTC';
  const formats = useFormats(timeZone);
  const list = useCallingList();
  const [front, setFront] = useState<ToCall>(); // stays through every change of the list: somebody is on the line
  const [done, setDone] = useState<string[]>([]); // they stay called while the list is read again
  const people = list.people.filter((person) => !done.includes(person.key));
  const listed = people.find((entry) => entry.key === (front ?? people[0])?.key);
  const person = listed ?? front;
  if (person !== front) setFront(person);
  const count = `${formats.number(people.length)}${list.more ? '+' : ''}`;
  return (
    <Page title={t('web.calling')} count={list.isSuccess ? count : undefined}>
      {list.error && <Failed error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Skeleton lines={8} />}
      {list.isSuccess && !person && !list.more && (
        <EmptyState icon="phone" title={t('web.calling.none')}>
          {t('web.calling.none.what')}
        </EmptyState>
      )}
      {person && (
        <div className={css.calling}>
          <NextCall
            key={person.key}
            {...{workspace, timeZone, person}}
            outcomes={list.outcomes}
            isFollowing={done.length > 0}
            isListed={listed !== undefined}
            onNext={() => setFront(undefined)}
            onDone={() => {
              setDone([...done, person.key]);
              setFront(undefined);
            }}
          />
          <section className={css.line} aria-labelledby="line">
            <h2 id="line">{t('web.calling.then')}</h2>
            <ol>
              {people.map((entry) => (
                <li key={entry.key}>
                  <button
                    type="button"
                    className={css.who}
                    aria-current={entry === listed ? 'true' : undefined}
                    onClick={() => setFront(entry)}
                  >
                    <bdi>{entry.name ?? entry.key}</bdi>
                    <small>
                      {entry.callback ? (
                        <>
                          <Icon name="calendar" size={12} /> {t('web.calling.is-back')}
                        </>
                      ) : entry.last_contact_at ? (
                        formats.ago(entry.last_contact_at, new Date())
                      ) : (
                        t('web.calling.never')
                      )}
                    </small>
                  </button>
                </li>
              ))}
            </ol>
            {list.more && (
              <Button isPending={list.isLoadingMore} onPress={list.more}>
                {t('web.calling.more', {count: formats.number(pageSize)})}
              </Button>
            )}
          </section>
        </div>
      )}
    </Page>
  );
}
