// What is folded away under one line until somebody asks for it.
import type {ReactNode} from 'react';
import {Button} from 'react-aria-components/Button';
import {Disclosure, DisclosurePanel} from 'react-aria-components/Disclosure';
import {Heading} from 'react-aria-components/Heading';
import css from './fold.module.css';
import {Icon} from './icon.tsx';

interface FoldProps {
  title: string;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

export function Fold({title, isOpenAtFirst, children}: FoldProps) {
  return (
    <Disclosure defaultExpanded={isOpenAtFirst}>
      <Heading level={3} className={css.title}>
        <Button slot="trigger" className={css.opens}>
          <Icon name="down" size={14} />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className={css.panel}>{children}</DisclosurePanel>
    </Disclosure>
  );
}
