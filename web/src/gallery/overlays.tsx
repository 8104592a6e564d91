import {useEffect, useState} from 'react';
import {usePlace} from '@/router/router.tsx';
import {Button, IconButton} from '@/ui/button.tsx';
import CommandPalette from '@/ui/command_palette.tsx';
import {Confirm, Dialog, Drawer} from '@/ui/dialog.tsx';
import {TextField} from '@/ui/field.tsx';
import {Menu} from '@/ui/menu.tsx';
import {Select} from '@/ui/select.tsx';
import {Callout} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import css from './gallery.module.css';
import {useStages, useWords} from './words.ts';

export function OverlayGallery() {
  const say = useWords();
  const {search} = usePlace();
  const [open, setOpen] = useState(search.get('open') ?? '');
  const stages = useStages();
  const close = (isOpen: boolean) => setOpen(isOpen ? open : '');
  useEffect(() => {
    if (open !== 'toasts') return;
    toast.done(say('Aria Foods is now Customer.', 'אריה מזון הוא כעת לקוח.'), () => {});
    toast.error(say('Refused: a note is missing.', 'נדחה: חסרה הערה.'));
  }, [open, say]);
  return (
    <main className={css.gallery}>
      <h1>Overlays</h1>
      <div className={css.items}>
        <Menu
          label={say('Actions', 'פעולות')}
          trigger={<IconButton icon="more" label={say('Actions', 'פעולות')} />}
          groups={[
            {
              entries: [
                {id: 'call', label: say('Log a call', 'רישום שיחה'), icon: 'phone', keys: 'C'},
                {
                  id: 'order',
                  label: say('New order', 'הזמנה חדשה'),
                  icon: 'plus',
                  disabled: true,
                  help: say('Not in stage Frozen', 'לא בשלב מוקפא'),
                },
              ],
            },
            {
              title: say('Danger', 'סכנה'),
              entries: [
                {
                  id: 'pool',
                  label: say('Remove to the pool', 'העברה למאגר'),
                  icon: 'pool',
                  danger: true,
                },
              ],
            },
          ]}
        />
        {['dialog', 'confirm', 'drawer', 'palette', 'toasts'].map((name) => (
          <Button key={name} onPress={() => setOpen(name)}>
            {name}
          </Button>
        ))}
      </div>
      <Dialog
        title={say('Declare: not interested', 'הכרזה: לא מעוניין')}
        isOpen={open === 'dialog'}
        onOpenChange={close}
        actions={
          <>
            <Button onPress={() => setOpen('')}>{say('Cancel', 'ביטול')}</Button>
            <Button look="primary">{say('Declare', 'הכרזה')}</Button>
          </>
        }
      >
        <Callout tone="warning">{say('Two things are missing.', 'שני דברים חסרים.')}</Callout>
        <Select
          label={say('Why is the customer not interested?', 'מדוע הלקוח אינו מעוניין?')}
          choices={stages.map((stage) => ({id: stage.id, label: stage.title}))}
          isRequired
          error={say('Choose a reason.', 'יש לבחור סיבה.')}
        />
        <TextField label={say('Contact note', 'תיעוד הקשר')} rows={4} isRequired />
      </Dialog>
      <Confirm
        title={say('Remove 1,204 accounts?', 'להסיר 1,204 לקוחות?')}
        isOpen={open === 'confirm'}
        onOpenChange={close}
        action={say('Remove', 'הסרה')}
        look="danger"
        onConfirm={() => {}}
      >
        {say(
          'They move to the pool with all their records and can be restored.',
          'הם יעברו למאגר על כל רשומותיהם, וניתן יהיה לשחזר אותם.',
        )}
      </Confirm>
      <Drawer
        title={say('Why is it here?', 'מדוע הוא כאן?')}
        isOpen={open === 'drawer'}
        onOpenChange={close}
      >
        <p>
          {say(
            'First order on 3 May 2026; rule first-order.',
            'הזמנה ראשונה ב־3 במאי 2026; כלל first-order.',
          )}
        </p>
      </Drawer>
      <CommandPalette
        isOpen={open === 'palette'}
        onOpenChange={close}
        commands={[
          {
            id: 'b',
            group: say('Go to', 'מעבר אל'),
            label: say('Board', 'לוח'),
            icon: 'board',
            keys: 'g b',
            run: () => {},
          },
          {
            id: 'a',
            group: say('Go to', 'מעבר אל'),
            label: say('Accounts', 'לקוחות'),
            icon: 'accounts',
            keys: 'g a',
            run: () => {},
          },
          {
            id: 'n',
            group: say('Do', 'ביצוע'),
            label: say('New account', 'לקוח חדש'),
            icon: 'plus',
            keys: 'n',
            run: () => {},
          },
        ]}
      />
    </main>
  );
}
