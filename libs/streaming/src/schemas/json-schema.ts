/** A JSON Schema (draft 7), as AsyncAPI embeds it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

interface OptionalProperty {
  readonly optional: JsonSchema;
}

/** One schema for each property of T, no more and no fewer, and `optional(…)` exactly where T may lack it. */
type PropertiesOf<T> = {
  readonly [Key in keyof T]-?: undefined extends T[Key] ? OptionalProperty : JsonSchema;
};

/** The schema of a contract type; the compiler holds names and optionality equal to it. */
export function objectOf<T extends object>(description: string, properties: PropertiesOf<T>): JsonSchema {
  const entries = Object.entries<OptionalProperty | JsonSchema>(properties);
  return {
    type: 'object',
    description,
    properties: Object.fromEntries(
      entries.map(([name, property]) => [name, isOptional(property) ? property.optional : property]),
    ),
    required: entries.filter(([, property]) => !isOptional(property)).map(([name]) => name),
    additionalProperties: false,
  };
}

export const optional = (schema: JsonSchema): OptionalProperty => ({ optional: schema });
export const described = (schema: JsonSchema, description: string): JsonSchema => ({
  ...schema,
  description,
});
export const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
export const arrayOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
export const mapOf = (values: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties: values });
export const oneOf = (values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });
export const constant = (value: string | boolean): JsonSchema => ({ type: typeof value, const: value });
export const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

export const text: JsonSchema = { type: 'string' };
export const number: JsonSchema = { type: 'number' };
export const integer: JsonSchema = { type: 'integer' };
export const units: JsonSchema = { type: 'integer', minimum: 0, description: 'Whole units' };
export const week: JsonSchema = { type: 'integer', minimum: 1, description: 'Season week, from 1' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
export const fraction: JsonSchema = { type: 'number', minimum: 0, maximum: 1, description: 'A fraction' };
export const date: JsonSchema = { type: 'string', format: 'date' };
export const timestamp: JsonSchema = {
  type: 'string',
  format: 'date-time',
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`,
  description: 'ISO 8601 in UTC with milliseconds',
};

function isOptional(property: OptionalProperty | JsonSchema): property is OptionalProperty {
  return 'optional' in property;
}
