// Where a workspace's OData service stands.
export const serviceOf = (workspace: string, server = '') =>
  `${server}/w/${encodeURIComponent(workspace)}/odata/`;
