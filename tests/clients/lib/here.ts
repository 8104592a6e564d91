// Where the server is that the tests work at; run.ts has started it.
const need = (name: string) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with run.ts`);
  return value;
};
export const odata = need('TENURE_ODATA');
export const address = need('TENURE_ADDRESS');
export const headers = JSON.parse(need('TENURE_HEADERS')) as Record<string, string>;
export const generated = new URL('../generated/', import.meta.url).pathname;
