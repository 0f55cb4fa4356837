import type { PageState } from '../state/page.ts';
export function Comparison(_: { page: PageState }) {
  return null;
}
