import type { Paint } from '../terminal.ts';

export interface ReportLayout {
  readonly paint: Paint;
  readonly width: number;
  /** How many stores the table of stores lists. */
  readonly stores: number;
}
