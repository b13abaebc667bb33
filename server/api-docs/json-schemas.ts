import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { activitySchema, linkSchema } from '../../protocol/wire/activity.ts';
import { attentionSchema, projectAttentionSchema, quietHoursSchema } from '../../protocol/wire/attention.ts';
import { bandmateSchema, conversationSchema, messageSchema } from '../../protocol/wire/chat.ts';
import { commentSchema, replySchema } from '../../protocol/wire/comment.ts';
import { cutSchema } from '../../protocol/wire/cut.ts';
import { errorBodySchema } from '../../protocol/wire/error.ts';
import { positionSchema } from '../../protocol/wire/event.ts';
import { fileSchema } from '../../protocol/wire/file.ts';
import { invitationSchema, memberSchema } from '../../protocol/wire/member.ts';
import { notificationSchema } from '../../protocol/wire/notification.ts';
import { projectSchema, projectSnapshotSchema } from '../../protocol/wire/project.ts';
import { roomMessageSchema, roomSchema } from '../../protocol/wire/room-message.ts';
import { searchResultSchema } from '../../protocol/wire/search.ts';
import { createdShareSchema, sharedFileSchema, shareSchema } from '../../protocol/wire/share.ts';
import { uploadSchema } from '../../protocol/wire/upload.ts';
import { accountSchema, personSchema, signedInSchema } from '../../protocol/wire/user.ts';
import { vibeSchema, vibeWithCutsSchema } from '../../protocol/wire/vibe.ts';

/** Schemas that are described once and referenced by name. Only the server sends them. */
const named: Record<string, z.ZodType> = {
  Account: accountSchema,
  Activity: activitySchema,
  Attention: attentionSchema,
  Bandmate: bandmateSchema,
  Comment: commentSchema,
  Conversation: conversationSchema,
  CreatedShare: createdShareSchema,
  Cut: cutSchema,
  Error: errorBodySchema,
  File: fileSchema,
  Invitation: invitationSchema,
  Link: linkSchema,
  Member: memberSchema,
  Message: messageSchema,
  Notification: notificationSchema,
  Person: personSchema,
  Position: positionSchema,
  Project: projectSchema,
  ProjectAttention: projectAttentionSchema,
  ProjectSnapshot: projectSnapshotSchema,
  QuietHours: quietHoursSchema,
  Reply: replySchema,
  Room: roomSchema,
  RoomMessage: roomMessageSchema,
  SearchResult: searchResultSchema,
  Share: shareSchema,
  SharedFile: sharedFileSchema,
  SignedIn: signedInSchema,
  Upload: uploadSchema,
  Vibe: vibeSchema,
  VibeWithCuts: vibeWithCutsSchema,
};

export type JsonSchema = Record<string, unknown>;

/** The JSON Schemas of one document. Named schemas go into `components` when they are first used. */
export type JsonSchemas = {
  /** Input from a client: defaults are not applied, so optional fields may be missing. */
  sent(schema: z.ZodType): JsonSchema;
  /** Output of the server. */
  answered(schema: z.ZodType): JsonSchema;
  /** The named schemas so far, sorted by name. */
  components(): Record<string, JsonSchema>;
};

/**
 * Turns zod schemas into JSON Schema of this dialect: OpenAPI 3.1 has 2020-12, AsyncAPI 3 draft-07. Objects stay open,
 * because a later server may send more (`protocol/wire/version.ts`).
 */
export function createJsonSchemas(dialect: 'draft-2020-12' | 'draft-07'): JsonSchemas {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const target = dialect === 'draft-07' ? 'draft-7' : 'draft-2020-12';
  const components = new Map<string, JsonSchema>();

  function convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const made = z.toJSONSchema(schema, {
      io,
      target,
      metadata: registry,
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    });
    const { $schema: _, $defs, definitions, id, ...own } = made;
    for (const [name, definition] of Object.entries($defs ?? (definitions as typeof $defs) ?? {})) {
      if (!Object.hasOwn(named, name)) throw new Error(`${name} is not in the list of named schemas`);
      const { id: _id, ...rest } = definition as JsonSchema;
      keep(name, rest);
    }
    if (typeof id !== 'string') return withComponentRefs(own) as JsonSchema;
    keep(id, own);
    return { $ref: `#/components/schemas/${id}` };
  }

  /** A name means one schema: as input, a schema with defaults would be a different one. */
  function keep(name: string, schema: JsonSchema): void {
    const rewritten = withComponentRefs(schema) as JsonSchema;
    const known = components.get(name);
    if (known && !isDeepStrictEqual(known, rewritten)) throw new Error(`${name} names two different schemas`);
    components.set(name, rewritten);
  }

  return {
    sent: (schema) => convert(schema, 'input'),
    answered: (schema) => convert(schema, 'output'),
    components: () => Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The same with references into the document's components instead of the schema's own definitions. */
function withComponentRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withComponentRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace(/^#\/(\$defs|definitions)\//, '#/components/schemas/')]
        : [key, withComponentRefs(inner)],
    ),
  );
}
