// A function that keeps its identity while what it does is that of the latest render: what it is given to is
// not drawn again because of it. For what people do, not for what is drawn.
import {useCallback, useLayoutEffect, useRef} from 'react';

export function useStable<A extends unknown[], R>(run: (...given: A) => R): (...given: A) => R {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...given: A) => latest.current(...given), []);
}
