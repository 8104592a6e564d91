// The customer to call now: how to reach them, what was said last, and one key for what came of it.

import {odata} from '@client/index.ts';
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useCallback, useState} from 'react';
import {accountsChanged} from '@/api/again.ts';
import {useMay} from '@/api/metadata.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {urls} from '@/router/urls.ts';
import {Button, LinkButton} from '@/ui/button.tsx';
import {TextField} from '@/ui/field.tsx';
import {Icon} from '@/ui/icon.tsx';
import {takesLostFocus} from '@/ui/lost_focus.ts';
import {Refusal} from '@/ui/refusal.tsx';
import {Keys, useShortcut} from '@/ui/shortcuts.tsx';
import {Callout} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import {CallbackTime} from './callback_time.tsx';
import css from './calling.module.css';
import {type Outcome, outcomeTitle, type ToCall} from './calling_data.ts';

interface NextCallProps {
  workspace: string;
  timeZone: string;
  person: ToCall;
  outcomes: Outcome[];
  isFollowing: boolean; // somebody was called before: the keyboard goes on here
  isListed: boolean; // false: left the list while they were in front
  onNext: () => void;
  onDone: () => void;
}

export function NextCall(props: NextCallProps) {
  const {workspace, timeZone, person, outcomes, isFollowing, isListed, onNext, onDone} = props;
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const formats = useFormats(timeZone);
  const mayLog = useMay()('account.log_call');
  const [note, setNote] = useState('');
  const [calling, setCalling] = useState(false); // back: when is asked for
  const name = person.name ?? person.key;
  const said = useQuery({
    queryKey: ['account', tenure.base, person.key, 'said'],
    queryFn: async () => {
      const [row, talks] = await Promise.all([
        tenure.accounts.get(person.key, {select: ['key', 'popup_message']}),
        tenure.activities.list({
          filter: odata`account eq ${person.key}`,
          orderby: ['at desc'],
          top: 3,
        }),
      ]);
      return {popup: row.popup_message, talks: talks.rows};
    },
  });
  const log = useMutation({
    mutationFn: (call: {outcome: string; callback_at?: string}) =>
      tenure.accounts.act(person.key, 'log_call', {...call, direction: 'out', note: note || null}),
    onSuccess: () => {
      toast.done(t('web.calling.logged', {name}));
      onDone();
    },
    onSettled: () => {
      accountsChanged(queries);
    },
  });
  const {mutate, isPending} = log;
  const choose = useCallback(
    (outcome: string) => {
      if (isPending) return;
      if (outcome === 'callback') setCalling(true);
      else mutate({outcome});
    },
    [mutate, isPending],
  );

  return (
    <section className={css.next} aria-labelledby="next-call">
      <h2 id="next-call" dir="auto" tabIndex={-1} ref={isFollowing ? takesLostFocus : undefined}>
        {name}
      </h2>
      {!isListed && (
        <Callout tone="warning">
          {t('web.calling.gone')}{' '}
          <Button small onPress={onNext}>
            {t('web.calling.next')}
          </Button>
        </Callout>
      )}
      {said.data?.popup && <Callout tone="warning">{said.data.popup}</Callout>}
      <p className={css.reach}>
        {person.phone && (
          <a className={css.phone} href={`tel:${person.phone}`} dir="ltr">
            <Icon name="phone" />
            {person.phone}
          </a>
        )}
        {person.email && <a href={`mailto:${person.email}`}>{person.email}</a>}
        <span className={css.last}>
          {person.last_contact_at
            ? t('web.calling.last', {when: formats.instant(person.last_contact_at)})
            : t('web.calling.never')}
        </span>
      </p>
      <ul className={css.talks}>
        {(said.data?.talks ?? []).map((talk) => (
          <li key={talk.key}>
            <time dateTime={talk.at}>{formats.date(talk.at)}</time>{' '}
            <bdi>
              {[talk.outcome && outcomeTitle(outcomes, talk.outcome), talk.subject, talk.note]
                .filter(Boolean)
                .join(' · ')}
            </bdi>
          </li>
        ))}
      </ul>
      <Refusal error={log.error} />
      {mayLog && (
        <>
          <TextField label={t('web.declare.note')} rows={2} value={note} onChange={setNote} />
          <fieldset className={css.outcomes}>
            <legend className="visually-hidden">{t('web.calling.outcome')}</legend>
            {outcomes.map((outcome) => (
              <OutcomeButton
                key={outcome.id}
                outcome={outcome}
                onChoose={choose}
                isPending={isPending && log.variables.outcome === outcome.id}
                isDisabled={isPending && log.variables.outcome !== outcome.id}
              />
            ))}
          </fieldset>
        </>
      )}
      <LinkButton look="quiet" icon="accounts" href={urls.account(workspace, person.key)}>
        {t('web.calling.open')}
      </LinkButton>
      {calling && (
        <CallbackTime
          timeZone={timeZone}
          onClose={() => setCalling(false)}
          onChoose={(callback_at) => {
            setCalling(false);
            mutate({outcome: 'callback', callback_at});
          }}
        />
      )}
    </section>
  );
}

interface OutcomeButtonProps {
  outcome: Outcome;
  isPending: boolean;
  isDisabled: boolean; // another one is on its way
  onChoose: (outcome: string) => void;
}

function OutcomeButton({outcome, isPending, isDisabled, onChoose}: OutcomeButtonProps) {
  const {id, key, title} = outcome;
  useShortcut(
    key,
    title,
    useCallback(() => onChoose(id), [onChoose, id]),
  );
  return (
    <Button {...{isPending, isDisabled}} onPress={() => onChoose(id)}>
      {title} <Keys keys={key} />
    </Button>
  );
}
