type Numbers = Uint16Array | Uint32Array | Float64Array;

interface Form {
  readonly code: number;
  /** What a number is multiplied by to be whole. */
  readonly scale: 1 | 100;
  /** Stands for "nothing"; the numbers of a form stay below it. */
  readonly missing: number;
  readonly view: (buffer: ArrayBuffer) => Numbers;
}

const UNITS_16: Form = { code: 0, scale: 1, missing: 2 ** 16 - 1, view: (b) => new Uint16Array(b) };
const UNITS_32: Form = { code: 1, scale: 1, missing: 2 ** 32 - 1, view: (b) => new Uint32Array(b) };
const HUNDREDTHS_32: Form = { code: 2, scale: 100, missing: 2 ** 32 - 1, view: (b) => new Uint32Array(b) };
const DOUBLES: Form = { code: 3, scale: 1, missing: NaN, view: (b) => new Float64Array(b) };
/** From narrow to wide. */
const FORMS = [UNITS_16, UNITS_32, HUNDREDTHS_32, DOUBLES];
const BYTES = [2, 4, 4, 8];

/**
 * Non-negative numbers or nothing (NaN), in the narrowest form that gives every one back exactly: whole numbers in 16 or
 * 32 bits, hundredths (money) in 32, or doubles. Most sales are small, so a plane takes a quarter of the memory.
 */
export class NumberPlane {
  private form: Form;
  private numbers: Numbers;

  /** @param like a plane whose numbers will be put here too: starting in its form saves widening to it */
  constructor(length: number, like?: NumberPlane) {
    this.form = like?.form ?? UNITS_16;
    this.numbers = empty(this.form, length);
  }

  get length(): number {
    return this.numbers.length;
  }

  /** NaN where there is nothing. */
  get(at: number): number {
    return read(this.form, this.numbers[at]);
  }

  put(at: number, value: number): void {
    if (!fits(this.form, value)) this.widenFor(value);
    this.numbers[at] = write(this.form, value);
  }

  grow(length: number): void {
    const larger = empty(this.form, length);
    larger.set(this.numbers);
    this.numbers = larger;
  }

  toFloat64(): Float64Array {
    const values = new Float64Array(this.numbers);
    const { missing, scale } = this.form;
    if (this.form === DOUBLES) return values;
    for (let at = 0; at < values.length; at++) {
      if (values[at] === missing) values[at] = NaN;
      else if (scale === 100) values[at] /= 100;
    }
    return values;
  }

  /** One byte that names the form, then the numbers, little-endian. */
  toBytes(): Buffer {
    const { buffer, byteOffset, byteLength } = this.numbers;
    return Buffer.concat([Buffer.of(this.form.code), Buffer.from(buffer, byteOffset, byteLength)]);
  }

  /** @throws Error on a form this version does not know */
  static fromBytes(bytes: Buffer): NumberPlane {
    const form = FORMS[bytes[0]];
    if (form === undefined) throw new Error(`unknown form ${bytes[0]} of a plane`);
    const plane = new NumberPlane(0);
    plane.form = form;
    plane.numbers = form.view(new Uint8Array(bytes.subarray(1)).buffer); // a copy: the driver's need not be aligned
    return plane;
  }

  private widenFor(value: number): void {
    const values = this.toFloat64();
    const wider = FORMS.slice(this.form.code + 1).find(
      (form) => fits(form, value) && values.every((present) => fits(form, present)),
    );
    this.form = wider ?? DOUBLES;
    this.numbers = empty(this.form, values.length);
    for (let at = 0; at < values.length; at++) this.numbers[at] = write(this.form, values[at]);
  }
}

function empty(form: Form, length: number): Numbers {
  return form.view(new ArrayBuffer(length * BYTES[form.code])).fill(form.missing);
}

function fits(form: Form, value: number): boolean {
  if (form === DOUBLES || value !== value) return true;
  const scaled = Math.round(value * form.scale);
  return scaled < form.missing && scaled / form.scale === value;
}

function read(form: Form, number: number): number {
  return number === form.missing ? NaN : number / form.scale;
}

function write(form: Form, value: number): number {
  if (form === DOUBLES) return value;
  return value !== value ? form.missing : Math.round(value * form.scale);
}
