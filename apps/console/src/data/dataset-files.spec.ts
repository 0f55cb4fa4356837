import { describe, expect, it } from '@jest/globals';
import { datasetFilesOf } from './dataset-files.ts';

const file = (name: string, size: number): File => new File(['x'.repeat(size)], name);

describe(datasetFilesOf, () => {
  it.each([
    ['by name', [file('Stores 2026.csv', 90), file('sales.csv', 10)], 'Stores 2026.csv'],
    ['by size where neither is named', [file('a.csv', 90), file('b.csv', 10)], 'b.csv'],
    ['by size where both are', [file('store sales.csv', 90), file('store list.csv', 10)], 'store list.csv'],
  ])('tells the stores %s', (_how, files, stores) => {
    for (const order of [files, files.toReversed()]) {
      const found = datasetFilesOf(order);
      expect(found?.stores.name).toBe(stores);
      expect(found?.historical_sales).not.toBe(found?.stores);
    }
  });

  it('wants two files', () => {
    expect(datasetFilesOf([file('sales.csv', 1)])).toBeNull();
    expect(datasetFilesOf([])).toBeNull();
  });
});
