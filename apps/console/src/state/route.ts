/** Where the page is; it lives in the address, so that reload, back and a shared link find it again. */
export type Route =
  | { readonly at: 'new' }
  | { readonly at: 'run'; readonly workflowId: string; readonly comparedWith: string | null };

const ID = '[A-Za-z0-9-]{1,64}';
const RUN = new RegExp(`^#/runs/(${ID})(?:/compared-with/(${ID}))?$`);

export function routeOf(hash: string): Route {
  const [, workflowId, comparedWith = null] = RUN.exec(hash) ?? [];
  return workflowId === undefined ? { at: 'new' } : { at: 'run', workflowId, comparedWith };
}

export function hashOf(route: Route): string {
  switch (route.at) {
    case 'new':
      return '#/';
    case 'run':
      return `#/runs/${route.workflowId}${route.comparedWith === null ? '' : `/compared-with/${route.comparedWith}`}`;
  }
}
