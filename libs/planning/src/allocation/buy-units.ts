/** ⌈total × (1 + safety stock)⌉, free of the representation error of the fraction (1.1 × 30 is 33, not 34). */
export function buyUnits(totalUnits: number, safetyStockPct: number): number {
  return Math.max(0, Math.ceil(totalUnits + totalUnits * safetyStockPct - 1e-6)); // never −0
}
