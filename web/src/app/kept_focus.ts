// Where the keyboard goes when another view takes the place of the one that it was in: to the beginning of the new one.
// Otherwise it would be at the beginning of the page, before the whole navigation, and nobody would hear of the change.
import {type RefObject, useEffect, useRef} from 'react';
import {takesLostFocus} from '@/ui/lost_focus.ts';

const soon = 150; // ms: a dialog that closes gives the focus back by itself

export function useKeptFocus(main: RefObject<HTMLElement | null>, address: string) {
  const before = useRef(address);
  useEffect(() => {
    if (before.current === address) return;
    before.current = address;
    const timer = setTimeout(() => takesLostFocus(main.current), soon);
    return () => clearTimeout(timer);
  }, [main, address]);
}
