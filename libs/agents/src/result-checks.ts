/** Whether a value is an object whose fields can be looked at; each of them may still be anything. */
export function isPlainObject<T>(value: unknown): value is Partial<T> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isUnits(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
