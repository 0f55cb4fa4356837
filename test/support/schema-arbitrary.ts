import fc from 'fast-check';

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly example?: unknown;
}

export type Schemas = Readonly<Record<string, JsonSchema>>;

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Values that a schema allows, or nearly: what it says in words is not known here. */
export function fromSchema(schema: JsonSchema, schemas: Schemas): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return fromSchema(schemas[schema.$ref.split('/').pop() ?? ''] ?? {}, schemas);
  if (schema.allOf !== undefined) return fromSchema(schema.allOf[0], schemas);
  const example = schema.example === undefined ? [] : [fc.constant(schema.example)];
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, property]) => [
            name,
            fromSchema(property, schemas),
          ]),
        ),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}, schemas), { maxLength: 5 });
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return schema.format === 'date'
        ? day
        : fc.oneof(
            ...example,
            fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 60, 600) }),
          );
    default:
      return fc.oneof(...example, fc.jsonValue());
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Values that have broken servers before. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    [],
    {},
    [[]],
    -1,
    0,
    -0,
    1.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    2 ** 63,
    '1e999',
    'NaN',
    'null',
    '\0',
    'a\0b',
    '\ud800',
    '\udfff\ud800',
    '\u202e\ufeff',
    '../../etc/passwd',
    '%00',
    "'; DROP TABLE workflows; --",
    '${7*7}{{7*7}}',
    '=cmd|calc',
    '2026-02-30',
    '0000-00-00',
    '+275760-09-13',
    '9999-12-31T23:59:60Z',
    'x'.repeat(70_000),
    '💥'.repeat(250),
  ),
  fc.integer({ min: 1, max: 3_000 }).map(nested),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.double(),
  fc.bigInt().map(String),
  fc.jsonValue({ maxDepth: 6 }),
);

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  'then',
  '\0',
];

/** JSON text of a value in which up to three places were replaced, removed or added to. */
export function spoilt(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(),
    do: fc.constantFrom('replace', 'remove', 'add'),
    with: hostile,
    key: fc.constantFrom(...KEYS),
  });
  return fc.tuple(valid, fc.array(change, { maxLength: 3 })).map(([value, changes]) => {
    const root = { body: structuredClone(value) };
    for (const { at, do: what, with: hostileValue, key } of changes) {
      const places = placesOf(root);
      const [holder, name] = places[at % places.length];
      if (what === 'remove' && holder !== root) delete holder[name];
      else if (what === 'add') defineOwn(holder[name] ?? holder, key, hostileValue);
      else defineOwn(holder, name, hostileValue);
    }
    return JSON.stringify(root.body) ?? 'null';
  });
}

type Holder = Record<string, unknown>;

function placesOf(holder: Holder, depth = 0): [Holder, string][] {
  if (depth > 6) return [];
  return Object.keys(holder).flatMap((name): [Holder, string][] => {
    const value = holder[name];
    const below = typeof value === 'object' && value !== null ? placesOf(value as Holder, depth + 1) : [];
    return [[holder, name], ...below];
  });
}

/** Assignment would set the prototype where the key is `__proto__`. */
function defineOwn(target: unknown, key: string, value: unknown): void {
  if (typeof target !== 'object' || target === null || Array.isArray(target)) return;
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
