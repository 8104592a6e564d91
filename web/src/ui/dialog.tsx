// What asks for an answer before anything else (Dialog), and what opens beside the work (Drawer).
import type {ReactNode} from 'react';
import {Dialog as AriaDialog} from 'react-aria-components/Dialog';
import {Heading} from 'react-aria-components/Heading';
import {Modal, ModalOverlay} from 'react-aria-components/Modal';
import {useText} from '@/i18n/language.tsx';
import {Button, type ButtonLook, IconButton} from './button.tsx';
import css from './dialog.module.css';

interface DialogProps {
  title: string;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  urgent?: boolean; // says that something is about to be lost; a click beside it does not close it
}

export function Dialog({title, children, actions, wide, urgent, ...props}: DialogProps) {
  return (
    <ModalOverlay {...props} isDismissable={!urgent} className={css.veil}>
      <Modal className={`${css.modal} ${wide ? css.wide : ''}`}>
        <AriaDialog role={urgent ? 'alertdialog' : 'dialog'} className={css.dialog}>
          <Heading slot="title" className={css.title}>
            {title}
          </Heading>
          <div className={css.body}>{children}</div>
          {actions && <footer className={css.actions}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps extends Omit<DialogProps, 'actions' | 'wide' | 'urgent'> {
  action: string;
  look?: ButtonLook;
  onConfirm: () => void;
}

// One question, two answers.
export function Confirm({action, look = 'primary', onConfirm, ...props}: ConfirmProps) {
  const t = useText();
  const close = () => props.onOpenChange?.(false);
  return (
    <Dialog
      {...props}
      urgent
      actions={
        <>
          <Button onPress={close}>{t('web.cancel')}</Button>
          <Button
            look={look}
            autoFocus
            onPress={() => {
              close();
              onConfirm();
            }}
          >
            {action}
          </Button>
        </>
      }
    />
  );
}

export function Drawer({title, children, actions, ...props}: Omit<DialogProps, 'wide' | 'urgent'>) {
  const t = useText();
  return (
    <ModalOverlay {...props} isDismissable className={`${css.veil} ${css.aside}`}>
      <Modal className={css.drawer}>
        <AriaDialog className={css.dialog}>
          <header className={css.header}>
            <Heading slot="title" className={css.title}>
              {title}
            </Heading>
            <IconButton icon="close" label={t('web.close')} slot="close" />
          </header>
          <div className={css.body}>{children}</div>
          {actions && <footer className={css.actions}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
