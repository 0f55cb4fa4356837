import type { DatasetFault } from '#contracts';
import { DatasetInvalidError } from '#errors';

/** Faults that are listed; the rest are only counted. */
export const LISTED_FAULTS = 50;

const SHOWN_VALUE = 120;

/** The faults of one file: the first of them whole, all of them counted. */
export class FaultList {
  private readonly listed: DatasetFault[] = [];
  private total = 0;

  private readonly file: DatasetFault['file'];

  constructor(file: DatasetFault['file']) {
    this.file = file;
  }

  get count(): number {
    return this.total;
  }

  add(fault: Omit<DatasetFault, 'file'>): void {
    this.total += 1;
    if (this.listed.length >= LISTED_FAULTS) return;
    const value =
      fault.value !== null && fault.value.length > SHOWN_VALUE
        ? `${fault.value.slice(0, SHOWN_VALUE)}…`
        : fault.value;
    this.listed.push({ file: this.file, ...fault, value });
  }

  /** Adds faults that were found late: `lines` are the first of `count` rows with the same fault. */
  addLate(lines: readonly number[], count: number, fault: Omit<DatasetFault, 'file' | 'line'>): void {
    this.total += count;
    this.listed.push(...lines.map((line) => ({ file: this.file, line, ...fault })));
  }

  /** The first faults by line; those of the file as a whole come first. */
  first(): DatasetFault[] {
    return this.listed.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, LISTED_FAULTS);
  }
}

/** @throws DatasetInvalidError when any list has a fault. */
export function refuseFaults(...lists: readonly FaultList[]): void {
  const count = lists.reduce((sum, list) => sum + list.count, 0);
  if (count > 0)
    throw new DatasetInvalidError(lists.flatMap((list) => list.first()).slice(0, LISTED_FAULTS), count);
}
