import fc from 'fast-check';

/** As much of JSON Schema as the API's description uses. */
export interface JsonSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema | JsonSchema[];
  prefixItems?: JsonSchema[];
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  default?: unknown;
}

/** What attackers and broken programs send where a text is asked for. */
const NASTY = [
  "' or '1'='1",
  "x'; drop table users; --",
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '{{7*7}}',
  '%',
  'a'.repeat(300),
  '',
  'NaN',
  '-1',
  '1e309',
  '2026-02-30T25:61:00Z',
  '9999-12-31T23:59:59Z',
];
/** What often is what is meant, though the schema does not say so. */
const LIKELY = ['demo', 'aisle', 'door', 'edge-1', '2026-10-01T00:00:00Z', '2026-10-01', '4006381333931', 'EUR'];

const nasty = fc.constantFrom(...NASTY);
const broken: fc.Arbitrary<unknown> = fc.oneof(
  nasty,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, [], {}, -1, 1e308, true, { $ne: 1 }, ['x', ['y']]),
);

/** Values that the schema allows, and in between some that it does not. */
export function fromSchema(schema: JsonSchema, brokenShare = 0.15): fc.Arbitrary<unknown> {
  const weight = Math.round(brokenShare * 100);
  return fc.oneof({ weight: 100 - weight, arbitrary: valid(schema, brokenShare) }, { weight, arbitrary: broken });
}

function valid(schema: JsonSchema, share: number): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => fromSchema(one, share / 2);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(inner));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'object':
      return objects(schema, inner);
    case 'array':
      return arrays(schema, inner);
    case 'integer':
    case 'number':
      return numbers(schema, type);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return strings(schema);
    default:
      return broken;
  }
}

function objects(schema: JsonSchema, inner: (one: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const known = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, inner(one)] as const);
  const requiredKeys = (schema.required ?? []).filter((name) => known.some(([key]) => key === name));
  return fc.record(Object.fromEntries(known), { requiredKeys });
}

function arrays(schema: JsonSchema, inner: (one: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const tuple = schema.prefixItems ?? (Array.isArray(schema.items) ? schema.items : undefined);
  if (tuple) return fc.tuple(...tuple.map(inner));
  const items = schema.items as JsonSchema | undefined;
  const minLength = schema.minItems ?? 0;
  return fc.array(items ? inner(items) : broken, {
    minLength,
    maxLength: Math.min(schema.maxItems ?? 4, minLength + 3),
  });
}

function numbers(schema: JsonSchema, type: 'integer' | 'number'): fc.Arbitrary<number> {
  const min = Math.ceil(schema.minimum ?? (schema.exclusiveMinimum ?? -2e9) + 1);
  const max = Math.max(min, Math.floor(schema.maximum ?? 2e9));
  const whole = fc.integer({ min, max });
  return type === 'integer' ? whole : fc.oneof(whole, fc.double({ min, max, noNaN: true }));
}

function strings({ pattern, minLength = 0, maxLength }: JsonSchema): fc.Arbitrary<string> {
  const wanted = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const likely = LIKELY.filter((text) => wanted?.test(text) ?? true);
  const some = likely.length > 0 ? [fc.constantFrom(...likely)] : [];
  if (wanted) return fc.oneof(...some, ...some, fc.stringMatching(wanted), nasty);
  const length = { minLength, maxLength: Math.min(maxLength ?? 40, minLength + 40) };
  return fc.oneof(...some, fc.string({ unit: 'grapheme', ...length }), nasty);
}
