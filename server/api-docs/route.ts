import * as z from 'zod';
import { type CommandKind, commandSchemas } from '../../protocol/wire/command.ts';
import type { ErrorKind } from '../../protocol/wire/error.ts';

/**
 * Who is let in. `signed-in`: whoever has an account sees or changes what is their own. `member`, `admin`: of the
 * project that the thing belongs to; to everyone else it is `not-found`. `author`: who wrote it. Everyone but `anyone`
 * is answered 401 without a session.
 */
export type Who = 'anyone' | 'signed-in' | 'member' | 'admin' | 'author' | 'author or admin';

/** What a good answer holds: JSON of this schema, or a body of these media types that is no JSON. */
export type RouteAnswer = {
  status: number;
  says: string;
  schema?: z.ZodType;
  mediaTypes?: string[];
};

/** A documented HTTP route. `path` as Express has it; `errors` beside those that `errorsOf` derives. */
export type ApiRoute = {
  method: 'get' | 'head' | 'options' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  who: Who;
  says: string;
  answers: RouteAnswer[];
  errors?: ErrorKind[];
  query?: z.ZodObject;
  json?: z.ZodType;
  /** JSON that may be left out. */
  isBodyOptional?: boolean;
  /** A form (multipart) with these text fields and one file of that name. */
  form?: { fields: z.ZodObject; file: string };
  /** Bytes of this media type. */
  bytes?: string;
  /** Takes `Idempotency-Key`: the same key with the same request changes nothing the second time. */
  isIdempotent?: boolean;
  /** The command that it runs. */
  command?: CommandKind;
  /** Answers a part of it for `Range`. */
  hasRanges?: boolean;
};

/** An answer with JSON of this schema. */
export function json(schema: z.ZodType, says: string, status = 200): RouteAnswer {
  return { status, says, schema };
}

export const nothing = json(z.object({}), 'Done');

/** The errors a route can answer: its own, and those that follow from what it is. */
export function errorsOf(route: ApiRoute): ErrorKind[] {
  const isReading = ['get', 'head', 'options'].includes(route.method);
  const kinds = new Set<ErrorKind>(route.errors);
  if (route.who !== 'anyone') kinds.add('unauthorised');
  if (route.who !== 'anyone' && route.path.includes(':')) kinds.add('not-found');
  if (!isReading) for (const kind of ['foreign-origin', 'no-space'] as const) kinds.add(kind);
  if (route.query || route.json || route.form || route.hasRanges) kinds.add('invalid');
  if (route.json) kinds.add('too-large');
  if (route.isIdempotent) for (const kind of ['invalid', 'conflict'] as const) kinds.add(kind);
  return [...kinds.add('internal')].sort();
}

/** The names in a path as Express has it. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
}

/**
 * A route that runs a command (`server/http/command-route.ts`): body and answer are the command's. `inPath` are the
 * fields of the payload that the path names. What a `*.create` makes has the operation's id, unless the body has one.
 */
export function commandRoute(
  kind: CommandKind,
  status: 200 | 201,
  route: Pick<ApiRoute, 'method' | 'path' | 'who' | 'says' | 'errors'>,
  inPath: string[] = [],
): ApiRoute {
  const { payload, result } = commandSchemas[kind];
  const left = Object.entries(payload.shape).filter(([name]) => !inPath.includes(name));
  const fields: Record<string, z.ZodType> = Object.fromEntries(left);
  if (fields.id) fields.id = z.optional(fields.id);
  const isBodyOptional = left.every(([name, schema]) => name === 'id' || schema.safeParse(undefined).success);
  const isEmpty = Object.keys(result.shape).length === 0;
  const says = status === 201 ? 'What was made' : 'What there is now';
  return {
    ...route,
    command: kind,
    isIdempotent: true,
    answers: [json(result, isEmpty ? 'Done' : says, status)],
    ...(left.length > 0 && { json: z.object(fields), isBodyOptional }),
  };
}
