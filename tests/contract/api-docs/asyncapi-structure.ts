import * as z from 'zod';

/**
 * What AsyncAPI 3.0 says of the parts that our document uses, written down from the specification: names, duties and
 * kinds of each field, nothing beside them. Not the official schema, which has far more that may be used.
 */
const reference = z.strictObject({ $ref: z.string().startsWith('#/') });
const key = z.string().regex(/^[A-Za-z0-9_.-]+$/);
const text = z.string().min(1);
const jsonSchema = z.record(z.string(), z.unknown());

const message = z.strictObject({
  name: text,
  title: text.optional(),
  summary: text,
  description: text.optional(),
  contentType: z.literal('application/json'),
  payload: z.union([reference, jsonSchema]),
  headers: reference.optional(),
});

const channel = z.strictObject({
  address: text,
  title: text,
  description: text,
  parameters: z.record(key, z.strictObject({ description: text })).optional(),
  messages: z.record(key, reference),
});

const operation = z.strictObject({
  action: z.enum(['send', 'receive']),
  channel: reference,
  summary: text,
  messages: z.array(reference).min(1),
  reply: z.strictObject({ channel: reference, messages: z.array(reference).min(1) }).optional(),
});

const server = z.strictObject({
  host: text,
  pathname: z.string().startsWith('/'),
  protocol: text,
  protocolVersion: z.string(),
  description: text,
  variables: z.record(key, z.strictObject({ default: z.string(), description: text })),
  security: z.array(reference),
});

const securityScheme = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('httpApiKey'),
    in: z.enum(['query', 'header', 'cookie']),
    name: text,
    description: text,
  }),
  z.strictObject({ type: z.literal('http'), scheme: text, description: text }),
]);

export const asyncApiStructure = z.strictObject({
  asyncapi: z.literal('3.0.0'),
  info: z.strictObject({
    title: text,
    version: text,
    description: text,
    license: z.strictObject({ name: text }),
  }),
  defaultContentType: text,
  servers: z.record(key, server),
  channels: z.record(key, channel),
  operations: z.record(key, operation),
  components: z.strictObject({
    schemas: z.record(key, jsonSchema),
    messages: z.record(key, message),
    securitySchemes: z.record(key, securityScheme),
  }),
});
