import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { invitationPreviewSchema } from '../../../protocol/wire/member.ts';
import { pngDataUrl } from '../../helpers/pictures.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';

async function invite() {
  const server = await startServer();
  const ana = await registerUser(server, { name: 'Ana' });
  const projectId = await createProject(ana, [], 'Summer EP');
  const vibe = await ana.command('vibe.create', { id: newId(), projectId, name: 'Sunset' });
  for (const name of ['Sunset', 'Dawn'])
    await ana.command('cut.create', { id: newId(), vibeId: vibe.id, name });
  const invitation = await ana.command('project.invite', {
    ...{ id: newId(), projectId, email: 'dee@band.example', role: 'MEMBER' },
  });
  /** As a stranger. */
  const read = async (token: string) => {
    const response = await fetch(`${server.url}/api/invitations/read`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ token }),
    });
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body, headers: response.headers };
  };
  return { server, ana, projectId, invitation, read };
}

test('names the inviter, the project, its size, the role and the last day', async () => {
  const { ana, projectId, invitation, read } = await invite();
  const picture = pngDataUrl(16, 16);
  await ana.command('project.update', { id: projectId, picture });
  const { status, body, headers } = await read(invitation.token);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(invitationPreviewSchema.strict().parse(body)).toEqual({
    ...{ state: 'open', invitedBy: 'Ana', email: 'dee@band.example', role: 'MEMBER' },
    expiresAt: invitation.expiresAt,
    project: { name: 'Summer EP', picture, songs: 2, members: 1 },
  });
});

test('says that an invitation has expired, was used, or was replaced', async () => {
  const { server, ana, projectId, invitation, read } = await invite();
  const dee = await registerUser(server, { name: 'Dee', email: 'dee@band.example' });
  await dee.command('invitation.accept', { token: invitation.token });
  expect((await read(invitation.token)).body.state).toBe('used');
  const again = { projectId, email: 'fay@band.example', role: 'MEMBER' as const };
  const first = await ana.command('project.invite', { id: newId(), ...again });
  const second = await ana.command('project.invite', { id: newId(), ...again });
  expect((await read(first.token)).status).toBe(404);
  await server.database.run('update invitation set expiresAt = ?', new Date(Date.now() - 1).toISOString());
  expect((await read(second.token)).body.state).toBe('expired');
});

test('a stranger with a wrong token learns nothing, and not for long', async () => {
  const { invitation, read } = await invite();
  const wrong = await read('a'.repeat(43));
  expect([wrong.status, wrong.body]).toEqual([
    404,
    {
      ...{ error: 'There is no such invitation.', kind: 'not-found', statusCode: 404 },
      requestId: expect.any(String),
    },
  ]);
  for (let times = 0; times < 40; times++) expect((await read(invitation.token)).status).toBe(200);
  const statuses = new Set<number>();
  for (let times = 0; times < 40; times++) statuses.add((await read(`${times}`.padEnd(43, 'b'))).status);
  expect([...statuses]).toEqual([404, 429]);
  const { status, headers, body } = await read(invitation.token);
  expect([status, body.kind]).toEqual([429, 'rate-limited']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
});
