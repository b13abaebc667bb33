import * as z from 'zod';
import { leastRanks, type Rank } from '../../commands/roles.ts';
import { type CommandKind, commandSchemas } from '../../protocol/wire/command.ts';
import type { ErrorKind } from '../../protocol/wire/error.ts';

/**
 * The callers that a route accepts. `signed-in`: everyone with an account, for their own things. `listener` and so on: whoever
 * is at least that in the project that the thing belongs to; outsiders are answered `not-found`, others `forbidden`.
 * `author`: the person who wrote it. `server admin`: an account whose server-wide role is ADMIN. Without a session, all but
 * `anyone` are answered 401.
 */
export type Who = 'anyone' | 'signed-in' | Lowercase<Rank> | 'author' | 'author or admin' | 'server admin';

/** A successful answer: JSON of this schema, or a body of one of these media types. */
export type RouteAnswer = {
  status: number;
  summary: string;
  schema?: z.ZodType;
  mediaTypes?: string[];
};

/** A documented HTTP route. `path` is in Express's syntax; `errors` are those that `errorsOf` doesn't derive. */
export type ApiRoute = {
  method: 'get' | 'head' | 'options' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  who: Who;
  summary: string;
  answers: RouteAnswer[];
  errors?: ErrorKind[];
  query?: z.ZodObject;
  json?: z.ZodType;
  /** Whether the JSON body may be missing. */
  isBodyOptional?: boolean;
  /** A multipart form with these text fields and one file field. */
  form?: { fields: z.ZodObject; file: string };
  /** The media type of a body of bytes. */
  bytes?: string;
  /** Takes an `Idempotency-Key`: repeating a request with the same key changes nothing. */
  isIdempotent?: boolean;
  /** The command that it runs. */
  command?: CommandKind;
  /** Supports `Range` requests. */
  hasRanges?: boolean;
};

/** An answer with JSON of this schema. */
export function json(schema: z.ZodType, summary: string, status = 200): RouteAnswer {
  return { status, summary, schema };
}

export const nothing = json(z.object({}), 'Done');

/** The errors a route can answer: its own, and those that follow from its kind. */
export function errorsOf(route: ApiRoute): ErrorKind[] {
  const isReading = ['get', 'head', 'options'].includes(route.method);
  const kinds = new Set<ErrorKind>(route.errors);
  if (route.who !== 'anyone') kinds.add('unauthorised');
  if (route.who !== 'anyone' && route.path.includes(':')) kinds.add('not-found');
  if (!isReading) for (const kind of ['foreign-origin', 'no-space'] as const) kinds.add(kind);
  if (route.query || route.json || route.form || route.hasRanges) kinds.add('invalid');
  if (route.json) kinds.add('too-large');
  if (route.isIdempotent) for (const kind of ['invalid', 'conflict'] as const) kinds.add(kind);
  return [...kinds.add('internal').add('unavailable')].sort();
}

/** The names of the parameters in a path. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
}

/**
 * A route that runs a command (`server/http/command-route.ts`): body and answer are the command's. `inPath` names the
 * fields of the payload that come from the path. In the body of a `*.create` the id is optional: the operation's id is
 * the default.
 */
export function commandRoute(
  kind: CommandKind,
  status: 200 | 201,
  route: Pick<ApiRoute, 'method' | 'path' | 'summary' | 'errors'> & { who?: Who },
  inPath: string[] = [],
): ApiRoute {
  const { payload, result } = commandSchemas[kind];
  const left = Object.entries(payload.shape).filter(([name]) => !inPath.includes(name));
  const fields: Record<string, z.ZodType> = Object.fromEntries(left);
  if (fields.id) fields.id = z.optional(fields.id);
  const isBodyOptional = left.every(([name, schema]) => name === 'id' || schema.safeParse(undefined).success);
  const isEmpty = Object.keys(result.shape).length === 0;
  const summary = status === 201 ? 'What was made' : 'What there is now';
  return {
    // Left out where `commands/roles.ts` says it.
    who: (leastRanks[kind]?.toLowerCase() as Lowercase<Rank> | undefined) ?? 'signed-in',
    ...route,
    command: kind,
    isIdempotent: true,
    answers: [json(result, isEmpty ? 'Done' : summary, status)],
    ...(left.length > 0 && { json: z.object(fields), isBodyOptional }),
  };
}
