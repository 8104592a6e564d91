// So many at once and no more: the others wait until one of them is through, in the order in which they came.
export function turns(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = waiting.shift(); // takes the place over
      if (next) next();
      else free += 1;
    }
  };
}
