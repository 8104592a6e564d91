// Where one can go, by role.
import type {Text} from '@/i18n/language.tsx';
import type {IconName} from '@/ui/icon.tsx';
import type {Session} from './session.ts';

export interface Destination {
  id: string;
  group: string;
  title: string;
  icon: IconName;
  address: string;
  keys: string; // 'g b'
}

interface View {
  id: string;
  group: (t: Text) => string;
  title: (t: Text) => string;
  icon: IconName;
  address: (workspace: string) => string;
  keys: string;
  allowed?: (session: Session) => boolean;
}

export function destinationsFor(session: Session, views: View[], t: Text): Destination[] {
  return views
    .filter((view) => view.allowed?.(session) ?? true)
    .map(({id, group, title, icon, address, keys}) => ({
      id,
      icon,
      keys,
      group: group(t),
      title: title(t),
      address: address(session.workspace),
    }));
}

export type {View};
