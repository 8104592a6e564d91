// Writes clients/ts/src/model.ts anew:   TENURE=…/tenure node write_model.ts
import {writeFileSync} from 'node:fs';
import {model} from './lib/model.ts';

writeFileSync(new URL('../../clients/ts/src/model.ts', import.meta.url), await model());
