// API tokens: what programs come in with. A secret is shown once.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {Suspense, useState} from 'react';
import {type Token, tokens, users} from '@/api/people.ts';
import {lazy} from '@/app/lazy.ts';
import {useSession} from '@/app/session_context.tsx';
import {Page} from '@/app/shell.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {SecretDialog} from '@/people/secret_dialog.tsx';
import {Badge} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {Confirm} from '@/ui/dialog.tsx';
import {Failed} from '@/ui/failed.tsx';
import {EmptyState, Skeleton} from '@/ui/states.tsx';
import {Named, Table} from '@/ui/table.tsx';
import {toast} from '@/ui/toast.tsx';

const TokenForm = lazy(() => import('@/people/token_form.tsx'));

export default function Tokens({workspace}: {workspace: string}) {
  const t = useText();
  const formats = useFormats();
  const queries = useQueryClient();
  const key = ['people', workspace, 'tokens'];
  const all = useQuery({queryKey: key, queryFn: () => tokens.list(workspace)});
  // What an owner's programs come in with is for owners to end.
  const session = useSession();
  const people = useQuery({
    queryKey: ['people', workspace, 'users'],
    queryFn: () => users.list(workspace),
    enabled: session.role !== 'owner',
  });
  const mayEnd = (token: Token) =>
    session.role === 'owner' ||
    people.data?.some((user) => user.key === token.user && user.role !== 'owner');
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [ending, setEnding] = useState<Token | null>(null);
  const again = () => queries.invalidateQueries({queryKey: key});
  const revoke = useMutation({
    mutationFn: (token: Token) => tokens.revoke(workspace, token),
    onError: (error) => toast.error(error.message || t('web.no-answer')),
    onSuccess: () => toast.done(t('web.tokens.ended')),
    onSettled: again,
  });
  const isOver = (token: Token) =>
    token.revoked_at !== null || new Date(token.expires_at) < new Date();

  return (
    <Page
      title={t('web.tokens')}
      actions={
        <Button look="primary" icon="plus" onPress={() => setAdding(true)}>
          {t('web.tokens.add')}
        </Button>
      }
    >
      {all.error && <Failed error={all.error} onRetry={all.refetch} />}
      {all.isPending && <Skeleton lines={6} />}
      {all.data?.length === 0 && (
        <EmptyState icon="studio" title={t('web.tokens.none')}>
          {t('web.tokens.none.what')}
        </EmptyState>
      )}
      {all.data && all.data.length > 0 && (
        <Table
          label={t('web.tokens')}
          columns={[
            {id: 'name', title: t('web.name')},
            {id: 'scopes', title: t('web.tokens.scopes')},
            {id: 'used', title: t('web.tokens.used')},
            {id: 'until', title: t('web.tokens.until')},
            {id: 'end', title: t('web.tokens.end'), end: true, hidden: true},
          ]}
          rows={all.data.map((token) => ({
            id: String(token.token),
            cells: [
              <Named key="name" name={token.name} note={token.user} />,
              token.scopes.join(', '),
              token.used_at ? formats.instant(token.used_at) : t('web.tokens.never'),
              isOver(token) ? (
                <Badge key="until" hue="stone">
                  {t('web.tokens.is-over')}
                </Badge>
              ) : (
                formats.date(token.expires_at)
              ),
              !isOver(token) && mayEnd(token) && (
                <Button key="end" small look="quiet" icon="close" onPress={() => setEnding(token)}>
                  {t('web.tokens.end')}
                </Button>
              ),
            ],
          }))}
        />
      )}
      {adding && (
        <Suspense>
          <TokenForm
            workspace={workspace}
            onClose={() => setAdding(false)}
            onDone={(made) => {
              setAdding(false);
              setSecret(made);
              again();
            }}
          />
        </Suspense>
      )}
      {secret && (
        <SecretDialog
          title={t('web.tokens.made')}
          label={t('web.tokens.secret')}
          why={t('web.tokens.why')}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
      <Confirm
        title={t('web.tokens.end-sure', {name: ending?.name ?? ''})}
        action={t('web.tokens.end')}
        look="danger"
        isOpen={ending !== null}
        onOpenChange={(open) => open || setEnding(null)}
        onConfirm={() => ending && revoke.mutate(ending)}
      >
        <p>{t('web.tokens.end-what')}</p>
      </Confirm>
    </Page>
  );
}
