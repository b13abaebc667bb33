import fc from 'fast-check';
import type * as z from 'zod';
import { hostileText, hostileValue } from './hostile.ts';

/** How zod describes a schema: the parts that are read here. */
type Definition = {
  type: string;
  checks?: { _zod: { def: Check } }[];
  format?: string;
  pattern?: RegExp;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  options?: z.ZodType[];
  entries?: Record<string, string | number>;
  values?: unknown[];
  items?: z.ZodType[];
  parts?: unknown[];
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  in?: z.ZodType;
  left?: z.ZodType;
  right?: z.ZodType;
  getter?: () => z.ZodType;
};
type Check = {
  check: string;
  format?: string;
  pattern?: RegExp;
  minimum?: number;
  maximum?: number;
  value?: number;
};

export type Options = {
  /** Ids for a field of this name: of things of that kind, of other things, and of nothing. */
  ids(name: string): fc.Arbitrary<string>;
  /** Of a thousand values, how many are hostile and not what the schema says. */
  hostility: number;
};

const definitionOf = (schema: z.ZodType) => (schema as unknown as { _zod: { def: Definition } })._zod.def;
const isSchema = (part: unknown): part is z.ZodType => typeof part === 'object' && part !== null;
const patternOfIds = '^[A-Za-z0-9_-]+$';

/**
 * Values that a schema takes, nearly takes, and never takes: each part of a value is now and then replaced by a hostile one,
 * left out, or added to. Throws for a kind of schema that it doesn't know, so that none goes unfuzzed.
 */
export function fromSchema(schema: z.ZodType, options: Options, name = ''): fc.Arbitrary<unknown> {
  const fits = fitting(schema, options, name);
  return fc.oneof(
    { weight: 1000 - options.hostility, arbitrary: fits },
    { weight: options.hostility, arbitrary: hostileValue },
  );
}

function fitting(schema: z.ZodType, options: Options, name: string): fc.Arbitrary<unknown> {
  const definition = definitionOf(schema);
  const of = (inner: z.ZodType | undefined) => fromSchema(inner as z.ZodType, options, name);
  const partOf = (part: z.ZodType) =>
    definitionOf(part).type === 'string' ? options.ids('projectId') : fitting(part, options, name);
  switch (definition.type) {
    case 'string':
      return textOf(definition, options, name);
    case 'number':
    case 'int':
      return numberOf(definition);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'undefined':
    case 'void':
      return fc.constant(undefined);
    case 'literal':
      return fc.constantFrom(...(definition.values ?? []));
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries ?? {}));
    case 'optional':
    case 'default':
    case 'prefault':
      return fc.option(of(definition.innerType), { nil: undefined });
    case 'nullable':
      return fc.option(of(definition.innerType), { nil: null });
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return of(definition.innerType);
    case 'pipe':
      return of(definition.in);
    case 'lazy':
      return of(definition.getter?.());
    case 'array': {
      const { minimum = 0, maximum = 20 } = limitsOf(definition);
      return fc.array(of(definition.element), {
        minLength: minimum,
        maxLength: Math.min(maximum, minimum + 5),
      });
    }
    case 'tuple':
      return fc.tuple(...(definition.items ?? []).map(of));
    case 'record':
      return fc.dictionary(
        fc.oneof(of(definition.keyType).map(String), hostileText),
        of(definition.valueType),
        { maxKeys: 4 },
      );
    case 'object':
      return objectOf(definition.shape ?? {}, options);
    case 'union':
      return fc.oneof(...(definition.options ?? []).map(of));
    case 'intersection':
      return fc
        .tuple(of(definition.left), of(definition.right))
        .map(([left, right]) => ({ ...(left as object), ...(right as object) }));
    case 'template_literal':
      return fc
        .tuple(...(definition.parts ?? []).map((part) => (isSchema(part) ? partOf(part) : fc.constant(part))))
        .map((parts) => parts.join(''));
    case 'unknown':
    case 'any':
    case 'custom':
    case 'transform':
      return hostileValue;
    default:
      throw new Error(`Nothing is known of a schema of type ${definition.type}`);
  }
}

/** Now and then a field is missing, or there is one more. */
function objectOf(shape: Record<string, z.ZodType>, options: Options): fc.Arbitrary<unknown> {
  const fields = fc.record(
    Object.fromEntries(
      Object.entries(shape).map(([name, field]) => [name, fromSchema(field, options, name)]),
    ),
  );
  const names = Object.keys(shape);
  if (names.length === 0) return fields;
  const without = fc.tuple(fields, fc.constantFrom(...names)).map(([value, name]) => {
    const { [name]: _, ...rest } = value as Record<string, unknown>;
    return rest;
  });
  const withMore = fc
    .tuple(fields, hostileText, hostileValue)
    .map(([value, name, more]) =>
      Object.defineProperty({ ...(value as object) }, name, { value: more, enumerable: true }),
    );
  return fc.oneof(
    { weight: 20, arbitrary: fields },
    { weight: 1, arbitrary: without },
    { weight: 1, arbitrary: withMore },
  );
}

function limitsOf({ checks = [], ...own }: Definition): {
  minimum?: number;
  maximum?: number;
  patterns: RegExp[];
  formats: string[];
} {
  const all = [own as unknown as Check, ...checks.map(({ _zod }) => _zod.def)];
  const limit = (
    names: string[],
    pick: (one: Check) => number | undefined,
    best: (...of: number[]) => number,
  ) => {
    const found = all.flatMap((one) => (names.includes(one.check) ? [pick(one) ?? 0] : []));
    return found.length > 0 ? best(...found) : undefined;
  };
  const minimum = limit(
    ['min_length', 'greater_than', 'length_equals'],
    (one) => one.minimum ?? one.value,
    Math.max,
  );
  const maximum = limit(
    ['max_length', 'less_than', 'length_equals'],
    (one) => one.maximum ?? one.value,
    Math.min,
  );
  return {
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    patterns: all.flatMap(({ pattern }) => (pattern ? [pattern] : [])),
    formats: all.flatMap(({ format }) => (typeof format === 'string' ? [format] : [])),
  };
}

function textOf(definition: Definition, { ids }: Options, name: string): fc.Arbitrary<string> {
  const { minimum = 0, maximum = 5000, patterns, formats } = limitsOf(definition);
  if (patterns.some(({ source }) => source === patternOfIds)) {
    return fc.oneof(
      { weight: 4, arbitrary: ids(name) },
      { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/) },
    );
  }
  if (formats.includes('email'))
    return fc.constantFrom('a@example.com', 'A@EXAMPLE.COM', 'a+b@example.com', 'ä@example.com');
  if (formats.includes('datetime'))
    return fc.constantFrom('2026-03-01T18:04:05.123Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z');
  if (formats.includes('url')) return fc.constantFrom('http://127.0.0.1/x', 'https://example.com');
  const [pattern] = patterns;
  if (pattern && !formats.some((format) => ['trim', 'toLowerCase'].includes(format)))
    return fc.stringMatching(pattern);
  const lengths = { minLength: minimum, maxLength: Math.max(minimum, Math.min(maximum, 40)) };
  return fc.oneof(
    { weight: 5, arbitrary: fc.string(lengths) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', ...lengths }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('x'.repeat(minimum), 'x'.repeat(maximum), 'x'.repeat(maximum + 1)),
    },
    { weight: 1, arbitrary: hostileText },
  );
}

function numberOf(definition: Definition): fc.Arbitrary<number> {
  const { minimum = -1e6, maximum = 1e6, formats } = limitsOf(definition);
  const isWhole = definition.type === 'int' || formats.some((format) => format.includes('int'));
  const [low, high] = [Math.max(minimum, -1e12), Math.min(maximum, 1e12)];
  const inside = isWhole
    ? fc.integer({ min: Math.ceil(low), max: Math.floor(Math.max(low, high)) })
    : fc.double({ min: low, max: Math.max(low, high), noNaN: true });
  return fc.oneof(
    { weight: 6, arbitrary: inside },
    { weight: 1, arbitrary: fc.constantFrom(low, high, low - 1, high + 1, 0.5, 2 ** 53) },
  );
}
