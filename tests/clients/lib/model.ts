// The types of clients/ts as the metadata of a server with each pack makes them.
import {generate, type Json} from '../../../clients/ts/generator.ts';
import {packs, startServer} from './server.ts';

export async function model(): Promise<string> {
  const documents: Json[] = [];
  for (const pack of packs) {
    const server = await startServer(pack, false);
    try {
      const response = await fetch(`${server.odata}$metadata?$format=json`, {headers: server.headers});
      if (!response.ok) throw new Error(`${pack}: ${response.status} ${await response.text()}`);
      documents.push((await response.json()) as Json);
    } finally {
      await server.stop();
    }
  }
  return generate(documents);
}
