import {useMutation} from '@tanstack/react-query';
import {Form} from 'react-aria-components/Form';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {Callout} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import type {SavedView} from './views_menu.tsx';

interface SaveViewProps {
  values: Partial<SavedView>;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
}

export default function SaveView({values, onClose, onSaved}: SaveViewProps) {
  const t = useText();
  const tenure = useTenure();
  const save = useMutation({
    mutationFn: (named: {name: string; shared: boolean}) =>
      tenure.views.create({...values, ...named}),
    onSuccess: (view) => {
      toast.done(t('web.view.saved'));
      onSaved(view as SavedView);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('web.view.save')}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button look="primary" type="submit" form="save-view" isPending={save.isPending}>
            {t('web.save')}
          </Button>
        </>
      }
    >
      <Form
        id="save-view"
        onSubmit={(event) => {
          event.preventDefault();
          const entered = new FormData(event.currentTarget);
          save.mutate({name: String(entered.get('name')), shared: entered.has('shared')});
        }}
      >
        {save.error && <Callout tone="danger">{save.error.message || t('web.no-answer')}</Callout>}
        <TextField label={t('web.name')} name="name" isRequired autoFocus />
        <Switch name="shared">{t('web.view.share')}</Switch>
      </Form>
    </Dialog>
  );
}
