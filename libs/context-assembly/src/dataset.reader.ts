import { createHash } from 'node:crypto';
import type { CsvSource } from './csv-records.reader.ts';
import type { ReadDataset } from './dataset.store.ts';
import { FaultList, refuseFaults } from './fault-list.ts';
import { readSalesCsv, type SalesFile } from './sales-csv.reader.ts';
import { readStoresCsv, type StoresFile } from './stores-csv.reader.ts';

/** Reads the two files of a data set, in whichever order they come, and refuses both when either has a fault. */
export class DatasetReader {
  private readonly salesFaults = new FaultList('historical_sales');
  private readonly storesFaults = new FaultList('stores');
  private salesFile: SalesFile | undefined;
  private storesFile: StoresFile | undefined;

  async readSales(source: CsvSource): Promise<void> {
    this.salesFile = await readSalesCsv(source, this.salesFaults);
  }

  async readStores(source: CsvSource): Promise<void> {
    this.storesFile = await readStoresCsv(source, this.storesFaults);
  }

  /** @throws DatasetInvalidError with the first faults of both files and their number */
  async finish(name: string): Promise<ReadDataset> {
    if (this.salesFile === undefined)
      this.salesFaults.add({
        line: null,
        column: null,
        value: null,
        rule: 'must be given, as the file field historical_sales',
      });
    if (this.storesFile === undefined)
      this.storesFaults.add({
        line: null,
        column: null,
        value: null,
        rule: 'must be given, as the file field stores',
      });
    const stores = this.storesFile?.stores ?? [];
    // Without a readable stores file every row would name an unknown store, which says nothing new.
    const cube =
      this.storesFaults.count > 0
        ? undefined
        : await this.salesFile?.build(stores.map(({ store_id }) => store_id));
    refuseFaults(this.storesFaults, this.salesFaults);
    if (this.salesFile === undefined || this.storesFile === undefined || cube === undefined)
      throw new Error('a data set without faults has both files');
    return {
      name,
      contentHash: contentHash(this.salesFile.hash, this.storesFile.hash),
      rows: this.salesFile.rows,
      cube,
      stores,
    };
  }
}

/** Bumped when the kept form changes, so that what an older version kept is read anew. */
const KEPT_FORM = 2;

/** The data set's version: changes with any byte of either file, unpacked. */
export function contentHash(salesHash: string, storesHash: string): string {
  return createHash('sha256').update(`${KEPT_FORM} ${salesHash} ${storesHash}`).digest('hex');
}
