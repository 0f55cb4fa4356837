/**
 * A plane of units or revenue as it is kept: one byte that names the form, then little-endian numbers. The narrowest
 * form that gives every value back exactly is taken; a missing value is the form's largest number (NaN in doubles).
 */
const FORMS = { units16: 0, units32: 1, hundredths32: 2, doubles: 3 } as const;
type Form = (typeof FORMS)[keyof typeof FORMS];

const MISSING_16 = 0xffff;
const MISSING_32 = 0xffff_ffff;

export function encodePlane(values: Float64Array): Buffer {
  const form = narrowestForm(values);
  const numbers = numbersOf(values, form);
  return Buffer.concat([
    Buffer.of(form),
    Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength),
  ]);
}

/** @throws Error on a form this version does not know */
export function decodePlane(bytes: Buffer): Float64Array {
  // A copy, since the driver's buffer need not be aligned.
  const { buffer } = new Uint8Array(bytes.subarray(1));
  switch (bytes[0]) {
    case FORMS.units16:
      return widened(new Uint16Array(buffer), MISSING_16, 1);
    case FORMS.units32:
      return widened(new Uint32Array(buffer), MISSING_32, 1);
    case FORMS.hundredths32:
      return widened(new Uint32Array(buffer), MISSING_32, 100);
    case FORMS.doubles:
      return new Float64Array(buffer);
    default:
      throw new Error(`unknown form ${bytes[0]} of a plane`);
  }
}

function narrowestForm(values: Float64Array): Form {
  let most = 0;
  let whole = true;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value !== value) continue;
    if (value > most) most = value;
    if (whole && !Number.isInteger(value)) whole = false;
    if (Math.round(value * 100) / 100 !== value) return FORMS.doubles;
  }
  if (whole && most < MISSING_16) return FORMS.units16;
  if (whole && most < MISSING_32) return FORMS.units32;
  return most < MISSING_32 / 100 - 1 ? FORMS.hundredths32 : FORMS.doubles;
}

function numbersOf(values: Float64Array, form: Form): Uint16Array | Uint32Array | Float64Array {
  switch (form) {
    case FORMS.units16:
      return narrowed(values, new Uint16Array(values.length), MISSING_16, 1);
    case FORMS.units32:
      return narrowed(values, new Uint32Array(values.length), MISSING_32, 1);
    case FORMS.hundredths32:
      return narrowed(values, new Uint32Array(values.length), MISSING_32, 100);
    case FORMS.doubles:
      return values;
  }
}

function narrowed<T extends Uint16Array | Uint32Array>(
  values: Float64Array,
  into: T,
  missing: number,
  scale: 1 | 100,
): T {
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    into[at] = value !== value ? missing : Math.round(value * scale);
  }
  return into;
}

function widened(numbers: Uint16Array | Uint32Array, missing: number, scale: 1 | 100): Float64Array {
  const values = new Float64Array(numbers.length);
  for (let at = 0; at < numbers.length; at++)
    values[at] = numbers[at] === missing ? NaN : numbers[at] / scale;
  return values;
}
