// Lets a generator make its client from the metadata of the running server.
import {execFile} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {generated, headers, odata} from './here.ts';

const run = promisify(execFile);
export const packages = new URL('../node_modules/', import.meta.url).pathname;

export async function metadata(format: 'xml' | 'json'): Promise<string> {
  const response = await fetch(`${odata}$metadata?$format=${format}`, {headers});
  if (!response.ok) throw new Error(`$metadata: ${response.status} ${await response.text()}`);
  return response.text();
}

// A fresh folder below generated/, with the metadata in tenure.edmx.
export async function folderFor(name: string): Promise<{folder: string; edmx: string}> {
  const folder = join(generated, name);
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(join(folder, 'in'), {recursive: true});
  // What the generators make are CommonJS modules.
  writeFileSync(join(generated, 'package.json'), '{"type": "commonjs"}\n');
  const edmx = join(folder, 'in', 'tenure.edmx');
  writeFileSync(edmx, await metadata('xml'));
  return {folder, edmx};
}

export async function generate(program: string, ...given: string[]) {
  try {
    return await run(process.execPath, [join(packages, program), ...given], {cwd: join(packages, '..'), maxBuffer: 16 << 20});
  } catch (error) {
    const {stdout, stderr} = error as {stdout: string; stderr: string};
    throw new Error(`${program} could not make a client:\n${stdout}\n${stderr}`);
  }
}
