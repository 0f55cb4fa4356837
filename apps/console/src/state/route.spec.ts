import { describe, expect, it } from '@jest/globals';
import { hashOf, routeOf } from './route.ts';

describe(routeOf, () => {
  it.each(['#/', '#/runs/8b47a93e-2a4a', '#/runs/8b47a93e/compared-with/b23f572c'])(
    'finds %s again',
    (hash) => {
      expect(hashOf(routeOf(hash))).toBe(hash);
    },
  );

  it.each(['', '#/runs/', '#/runs/a b', '#/runs/../etc', '#/elsewhere'])('takes %j for the start', (hash) => {
    expect(routeOf(hash)).toEqual({ at: 'new' });
  });
});
