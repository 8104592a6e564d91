// What stands above a list comes while its rows are on their way.
import {type ComponentProps, Suspense} from 'react';
import {lazy} from '@/app/lazy.ts';

const Tools = lazy(() =>
  import('./list_tools.tsx').then((module) => ({default: module.ListTools})),
);

export const ListTools = (props: ComponentProps<typeof Tools>) => (
  <Suspense>
    <Tools {...props} />
  </Suspense>
);
