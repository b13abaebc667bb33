import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { afterAll, beforeAll } from 'vitest';
import { newId } from '../../common/new-id.ts';
import type { CommandKind, CommandPayload, CommandResult } from '../../protocol/wire/command.ts';
import type { CommandAnswer } from '../../protocol/wire/command-batch.ts';
import { ephemeralEventSchemas, type Position } from '../../protocol/wire/event.ts';
import type { MemberRole } from '../../protocol/wire/member.ts';
import type { JoinAnswer } from '../../protocol/wire/room.ts';
import type { Account } from '../../protocol/wire/user.ts';
import { createServer } from '../../server/app.ts';
import type { ServerConfig } from '../../server/config.ts';
import { disposeLater, type Later, temporaryFolder } from './disposal.ts';
import { placeFreshDatabase } from './fresh-database.ts';
import { dropDatabase, freshPostgresDatabase, sharedPostgres } from './postgres.ts';
import { type Tables, tablesOfPostgres, tablesOfSqlite } from './tables.ts';

/** A real server of this test's own, on a free port of 127.0.0.1. It is stopped when the test ends. */
export type TestServer = {
  url: string;
  dataDirectory: string;
  /** The address of its figures, where `metricsPort` is set. */
  metricsUrl: string | null;
  /** Empties it, as before a stop behind a balancer. */
  drain(): Promise<void>;
  /** Graceful; may be called twice. */
  stop(): Promise<void>;
  /** Stops it if it runs and starts it again on the same port and folder. */
  restart(changes?: Partial<ServerConfig>): Promise<void>;
  database: Tables;
  readSessions(): Promise<{ expiresAt: string; refreshTokenHash: string | null }[]>;
  /** Lets every session expire. */
  expireSessions(): Promise<void>;
};

/** Hashes of the tests' accounts are cheap: hundreds of tests register. */
export const testPasswordCost = 10;

let serverDefaults: () => Promise<Partial<ServerConfig>> = async () => ({});

/** Lets every server that the tests of this file start have these settings too: the same tests, with another medium. */
export function setServerDefaults(make: () => Promise<Partial<ServerConfig>>): void {
  serverDefaults = make;
}

export async function startServer(
  partialConfig: Partial<ServerConfig> = {},
  later: Later = disposeLater,
): Promise<TestServer> {
  const dataDirectory = partialConfig.dataDirectory ?? (await temporaryFolder('bandmate-server', later));
  const isNew = partialConfig.dataDirectory === undefined && partialConfig.databaseUrl === undefined;
  const databaseUrl = isNew ? await placeDatabase(dataDirectory, later) : null;
  const config: Partial<ServerConfig> = {
    logLevel: 'silent',
    port: 0,
    passwordCost: testPasswordCost,
    databaseUrl,
    // A server on PostgreSQL keeps files only where it is told to.
    storageUrl: databaseUrl === null ? null : pathToFileURL(dataDirectory).href,
    ...(await serverDefaults()),
    ...partialConfig,
    dataDirectory,
  };
  let running: Awaited<ReturnType<typeof createServer>> | undefined = await createServer(config);
  const { url, port, metricsUrl } = running;
  const stop = async () => {
    const stopping = running;
    running = undefined;
    await stopping?.close();
  };
  later(stop);
  const database = config.databaseUrl
    ? tablesOfPostgres(config.databaseUrl)
    : tablesOfSqlite(join(dataDirectory, 'bandmate.sqlite'));
  return {
    url,
    metricsUrl,
    drain: async () => running?.drain(),
    dataDirectory,
    stop,
    async restart(changes = {}) {
      await stop();
      running = await createServer({ ...config, ...changes, port });
    },
    database,
    readSessions: () => database.rows('select expiresAt, refreshTokenHash from session order by id'),
    expireSessions: () =>
      database.run('update session set expiresAt = ?', new Date(Date.now() - 1000).toISOString()),
  };
}

/**
 * One server for all tests of a file or of a `describe`, in which it is called: for tests that bring their own people and
 * projects, and neither stop it nor change what is not theirs. Its answer gives the server, within a test.
 */
export function shareServer(
  makeConfig: (later: Later) => Promise<Partial<ServerConfig>> = async () => ({}),
): () => TestServer {
  const disposals: (() => unknown)[] = [];
  const later: Later = (dispose) => disposals.unshift(dispose);
  let server: TestServer;
  beforeAll(async () => {
    // All register from one address.
    server = await startServer({ maximumRegistrations: 0, ...(await makeConfig(later)) }, later);
  });
  afterAll(async () => {
    for (const dispose of disposals.splice(0)) await dispose();
  });
  return () => server;
}

/** Whether the servers of this run keep their data in PostgreSQL. */
export const isOnPostgres = process.env.TEST_DATABASE === 'postgres';

/** A new server's database. Answers its address if it is not in the folder. */
async function placeDatabase(dataDirectory: string, later: Later): Promise<string | null> {
  if (isOnPostgres) {
    const url = await freshPostgresDatabase(await sharedPostgres());
    later(() => dropDatabase(url));
    return url;
  }
  await placeFreshDatabase(dataDirectory);
  return null;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers freely, and parse with schemas where it matters.
export type TestAnswer = { status: number; body: any; headers: Headers };

export type TestUser = {
  account: Account;
  email: string;
  password: string;
  /** The value of a `Cookie` header. */
  cookie: string;
  accessToken: string;
  refreshToken: string;
  /** Sends the cookie and, if given, a JSON body; the answer's JSON as `body` (text where it is no JSON). */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestAnswer>;
  /** Runs one command through `POST /api/commands`; throws the refusal. */
  command<Kind extends CommandKind>(
    kind: Kind,
    payload: CommandPayload<Kind>,
    operationId?: string,
  ): Promise<CommandResult<Kind>>;
  /** The same person, served by another server on the same database. */
  on(server: { url: string }): TestUser;
  /** The same, but returns refusals. */
  tryCommand(kind: string, payload: unknown, operationId?: string): Promise<CommandAnswer>;
};

/**
 * One HTTP request without any cookie but those in `headers`; a `body` that is text is sent as it is, anything else as
 * JSON. Each has a connection of its own, so that none meets one that a restarted server has just closed.
 */
export function request(
  server: { url: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<TestAnswer> {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const outgoing = http.request(`${server.url}${path}`, {
      method,
      agent: false,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        'content-length': Buffer.byteLength(sent),
        ...headers,
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      text(incoming).then((received) => {
        const answered = new Headers();
        for (const [name, values] of Object.entries(incoming.headersDistinct)) {
          for (const value of values ?? []) answered.append(name, value);
        }
        const isJson = answered.get('content-type')?.includes('json') && received !== '';
        resolve({
          status: incoming.statusCode ?? 0,
          body: isJson ? withoutRequestId(JSON.parse(received)) : received,
          headers: answered,
        });
      }, reject);
    });
    outgoing.end(sent);
  });
}

/** The id of a refused request is in its header too, and the bodies of two refusals can be compared. */
function withoutRequestId(body: unknown): unknown {
  if (body === null || typeof body !== 'object' || !('kind' in body)) return body;
  const { requestId, ...rest } = body as Record<string, unknown>;
  return rest;
}

/** The `Cookie` header that answers an answer's `Set-Cookie` headers. */
export function cookieOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

export async function registerUser(
  server: { url: string },
  options: { name?: string; email?: string } = {},
): Promise<TestUser> {
  const { name = 'Ada', email = `${randomUUID()}@example.com` } = options;
  const password = 'correct horse battery';
  const answer = await request(server, 'POST', '/api/auth/register', { email, password, name });
  if (answer.status !== 201)
    throw new Error(`Register answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return testUser(server, answer, password);
}

/** Another sign-in of the same person: a session of its own. */
export async function signInAgain(
  server: { url: string },
  { email, password }: Pick<TestUser, 'email' | 'password'>,
  rememberMe = false,
): Promise<TestUser> {
  const answer = await request(server, 'POST', '/api/auth/login', { email, password, rememberMe });
  if (answer.status !== 200)
    throw new Error(`Login answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return testUser(server, answer, password);
}

function testUser(
  server: { url: string },
  answer: Pick<TestAnswer, 'body' | 'headers'>,
  password: string,
): TestUser {
  const { user, accessToken, refreshToken } = answer.body;
  const cookie = cookieOf(answer.headers);
  const send: TestUser['request'] = (method, path, body, headers) =>
    request(server, method, path, body, { cookie, ...headers });
  const tryCommand: TestUser['tryCommand'] = async (kind, payload, operationId = newId()) => {
    const { status, body } = await send('POST', '/api/commands', {
      operations: [{ operationId, kind, payload }],
    });
    if (status !== 200) throw new Error(`Commands answered ${status}: ${JSON.stringify(body)}`);
    return body.answers[0];
  };
  return {
    account: { ...user, avatarUrl: null },
    email: user.email,
    password,
    cookie,
    accessToken,
    refreshToken,
    request: send,
    on: (other) => testUser(other, answer, password),
    tryCommand,
    async command(kind, payload, operationId) {
      const result = await tryCommand(kind, payload, operationId);
      if (!result.ok) throw new Error(`${kind} was refused: ${result.kind}, ${result.message}`);
      return result.result as never;
    },
  };
}

/** Makes a project of that admin, with these others as members by invitation. */
export async function createProject(
  admin: TestUser,
  others: TestUser[] = [],
  name = 'First Album',
): Promise<string> {
  const { id } = await admin.command('project.create', { id: newId(), name });
  for (const other of others) await addMember(admin, other, id);
  return id;
}

export async function addMember(
  admin: TestUser,
  other: TestUser,
  projectId: string,
  role: MemberRole = 'MEMBER',
): Promise<void> {
  const { token } = await admin.command('project.invite', {
    id: newId(),
    projectId,
    email: other.email,
    role,
  });
  await other.command('invitation.accept', { token });
}

/** A plain socket.io-client with the user's cookie, connected; it is disconnected when the test ends. */
export async function connectSocket(
  server: { url: string },
  user: Pick<TestUser, 'cookie'> | null,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Promise<Socket> {
  const socket = openSocket(server, user, options);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** The same, without waiting: for tests of refused connections. */
export function openSocket(
  server: { url: string },
  user: Pick<TestUser, 'cookie'> | null,
  { extraHeaders, ...options }: Partial<ManagerOptions & SocketOptions> = {},
): Socket {
  const socket = io(server.url, {
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    ...options,
    extraHeaders: { ...(user ? { cookie: user.cookie } : {}), ...extraHeaders },
  });
  disposeLater(() => socket.disconnect());
  return socket;
}

export function joinProject(socket: Socket, projectId: string): Promise<JoinAnswer> {
  return socket.timeout(5000).emitWithAck('join:project', { projectId });
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
export type SeenEvent = { name: string; payload: any; position: Position | undefined };

const isOfTheMoment = (name: string) => Object.hasOwn(ephemeralEventSchemas, name);

/** Every event this socket hears from now on, in order, without ephemeral ones (typing, presence). */
export function collectEvents(socket: Socket): SeenEvent[] {
  const seen: SeenEvent[] = [];
  socket.onAny((name: string, payload, position) => {
    if (!isOfTheMoment(name)) seen.push({ name, payload, position });
  });
  return seen;
}

/** Every ephemeral event this socket hears from now on, in order. */
export function collectMoments(socket: Socket): SeenEvent[] {
  const seen: SeenEvent[] = [];
  socket.onAny((name: string, payload, position) => {
    if (isOfTheMoment(name)) seen.push({ name, payload, position });
  });
  return seen;
}
