// Addresses of the workspace beside its OData service: "/w/acme/users".
export const place = (workspace: string, ...parts: string[]) =>
  `/w/${[workspace, ...parts].map(encodeURIComponent).join('/')}`;

// What a change sends along so that it is refused when somebody else was faster.
export const ifVersion = (version: number) => ({'If-Match': `W/"${version}"`});
