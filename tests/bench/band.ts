import { io, type Socket } from 'socket.io-client';
import { newId } from '../../common/new-id.ts';
import { type Child, startChild } from './child.ts';

/** A real server in a process of its own, with one member signed in. */
export type BenchServer = { url: string; child: Child };

export async function startBenchServer(dataDirectory: string): Promise<BenchServer> {
  const child = startChild('server/index.ts', [], { PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'error' });
  const url = await child.line((line) => line.startsWith('http://'), 'it said its address');
  return { url, child };
}

export type BenchMember = {
  email: string;
  password: string;
  cookie: string;
  request(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The same at another node. */
  requestTo(url: string, method: string, path: string, body?: unknown): Promise<unknown>;
  command(kind: string, payload: unknown): Promise<void>;
  /** The same at another node. */
  commandTo(url: string, kind: string, payload: unknown): Promise<void>;
};

export async function signUp(server: BenchServer, name: string): Promise<BenchMember> {
  const email = `${name}@bench.example`;
  const password = `${name} plays the bench`;
  const response = await fetch(`${server.url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, name }),
  });
  if (response.status !== 201) throw new Error(`register answered ${response.status}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const requestTo = async (url: string, method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const request = (method: string, path: string, body?: unknown) => requestTo(server.url, method, path, body);
  const commandTo = async (url: string, kind: string, payload: unknown) => {
    const { answers } = (await requestTo(url, 'POST', '/api/commands', {
      operations: [{ operationId: newId(), kind, payload }],
    })) as { answers: { ok: boolean; message?: string }[] };
    if (!answers[0]?.ok) throw new Error(`${kind} was refused: ${answers[0]?.message}`);
  };
  const command = (kind: string, payload: unknown) => commandTo(server.url, kind, payload);
  return { email, password, cookie, request, requestTo, command, commandTo };
}

/** Makes a project with this one member; returns its id. */
export async function makeProject(member: BenchMember, name: string): Promise<string> {
  const id = newId();
  await member.command('project.create', { id, name });
  return id;
}

/** People who sign up and join the project of this member, one after the other. */
export async function joinAsMembers(
  server: BenchServer,
  inviter: BenchMember,
  projectId: string,
  count: number,
): Promise<BenchMember[]> {
  const members: BenchMember[] = [];
  for (let index = 1; index <= count; index++) members.push(await signUp(server, `member${index}`));
  await bringIn(inviter, projectId, members);
  return members;
}

/** Invites these people into a project, and lets them accept. */
export async function bringIn(
  inviter: BenchMember,
  projectId: string,
  members: BenchMember[],
): Promise<void> {
  for (const member of members) {
    const invite = { id: newId(), projectId, email: member.email, role: 'MEMBER' };
    const invited = await inviter.request('POST', `/api/projects/${projectId}/invite`, invite);
    await member.command('invitation.accept', { token: (invited as { token: string }).token });
  }
}

/** A plain client in the project's room. */
export async function listen(server: BenchServer, member: BenchMember, projectId: string): Promise<Socket> {
  const socket = io(server.url, { transports: ['websocket'], extraHeaders: { cookie: member.cookie } });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  await socket.emitWithAck('join:project', { projectId });
  return socket;
}

/** The headless client on one folder, in a process of its own, once it watches. */
export async function startWatcher(
  server: BenchServer,
  member: BenchMember,
  options: { folder: string; project: string; userData: string },
): Promise<Child> {
  const child = startChild(
    'main/cli.ts',
    [
      'watch',
      options.folder,
      '--server',
      server.url,
      '--email',
      member.email,
      '--project',
      options.project,
      '--json',
    ],
    { BANDMATE_PASSWORD: member.password, BANDMATE_USER_DATA: options.userData },
  );
  await child.line((line) => line.includes('"watching"'), 'it watched its folder');
  return child;
}
