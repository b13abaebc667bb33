import { describe, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { addMember, createProject, registerUser, request, shareServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';

const sharedServer = shareServer();

/** A project with something of each kind, an admin, a member and a stranger. */
async function assemble() {
  const server = sharedServer();
  const [admin, member, stranger] = await Promise.all([
    registerUser(server, { name: 'Ada' }),
    registerUser(server, { name: 'Bo' }),
    registerUser(server, { name: 'Cy' }),
  ]);
  const third = await registerUser(server, { name: 'Di' });
  const project = await createProject(admin, [member, third]);
  const [vibe, otherVibe] = [
    await admin.command('vibe.create', { id: newId(), projectId: project, name: 'One' }),
    await admin.command('vibe.create', { id: newId(), projectId: project, name: 'Two' }),
  ];
  const cut = await admin.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Mix' });
  const comment = await admin.command('comment.create', {
    id: newId(),
    cutId: cut.id,
    text: 'Louder',
    timestamp: 1,
  });
  const otherCut = await admin.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Live' });
  const deletedCut = await admin.command('cut.create', { id: newId(), vibeId: vibe.id, name: 'Old' });
  await admin.command('cut.delete', { id: deletedCut.id });
  const reply = await admin.command('reply.create', { id: newId(), commentId: comment.id, text: 'Done' });
  const { file } = await upload({ server, user: admin }, makeWave(), { kind: 'cut', cutId: cut.id });
  // Its measurement would count as a change.
  await until(async () => {
    const { body } = await admin.request('GET', `/api/projects/${project}`);
    return JSON.stringify(body).includes('loudness');
  });
  const ids = {
    project,
    vibe: vibe.id,
    otherVibe: otherVibe.id,
    cut: cut.id,
    otherCut: otherCut.id,
    deletedCut: deletedCut.id,
    file: file.id,
    comment: comment.id,
    reply: reply.id,
    third: third.account.id,
    admin: admin.account.id,
  };
  return { server, users: { admin, member, stranger }, ids };
}

type Ids = Awaited<ReturnType<typeof assemble>>['ids'];
type Row = [route: string, call: (ids: Ids) => [string, string, unknown?], admin: number, member: number];

const rows: Row[] = [
  ['read the project', ({ project }) => ['GET', `/api/projects/${project}`], 200, 200],
  ['read its log', ({ project }) => ['GET', `/api/sync?topic=project:${project}&since=0`], 200, 200],
  ['read its activities', ({ project }) => ['GET', `/api/activities?projectId=${project}`], 200, 200],
  ['read its room', ({ project }) => ['GET', `/api/projects/${project}/messages`], 200, 200],
  [
    'write in its room',
    ({ project }) => ['POST', `/api/projects/${project}/messages`, { text: 'x' }],
    201,
    201,
  ],
  ['mark its room as read', ({ project }) => ['POST', `/api/projects/${project}/messages/read`], 200, 200],
  [
    'choose what to hear of it',
    ({ project }) => ['PUT', `/api/projects/${project}/attention`, { level: 'nothing' }],
    200,
    200,
  ],
  ['make a vibe', ({ project }) => ['POST', `/api/projects/${project}/vibes`, { name: 'x' }], 201, 201],
  ['rename a vibe', ({ vibe }) => ['PUT', `/api/vibes/${vibe}`, { name: 'x' }], 200, 200],
  [
    'reorder vibes',
    ({ vibe, otherVibe }) => ['PUT', '/api/vibes/reorder', { vibeIds: [otherVibe, vibe] }],
    200,
    200,
  ],
  ['make a cut', ({ vibe }) => ['POST', `/api/vibes/${vibe}/cuts`, { name: 'x' }], 201, 201],
  ['rename a cut', ({ cut }) => ['PUT', `/api/cuts/${cut}`, { name: 'x' }], 200, 200],
  [
    'describe a cut’s music',
    ({ cut }) => ['PUT', `/api/cuts/${cut}/music`, { music: { tempo: 120 } }],
    200,
    200,
  ],
  [
    'move a cut',
    ({ cut, otherVibe }) => ['PUT', `/api/cuts/${cut}/move`, { targetVibeId: otherVibe }],
    200,
    200,
  ],
  ['reorder versions', ({ cut, file }) => ['PUT', `/api/cuts/${cut}/order`, { fileIds: [file] }], 200, 200],
  ['label a version', ({ file }) => ['PUT', `/api/files/${file}`, { label: 'v2' }], 200, 200],
  [
    'move a file',
    ({ file, otherCut }) => ['POST', `/api/files/${file}/move`, { targetCutId: otherCut }],
    200,
    200,
  ],
  [
    'merge cuts',
    ({ cut, otherCut }) => ['POST', `/api/cuts/${cut}/merge`, { targetCutId: otherCut }],
    200,
    200,
  ],
  ['read comments', ({ cut }) => ['GET', `/api/cuts/${cut}/comments`], 200, 200],
  ['comment', ({ cut }) => ['POST', `/api/cuts/${cut}/comments`, { text: 'x', timestamp: 1 }], 201, 201],
  ['reply', ({ comment }) => ['POST', `/api/comments/${comment}/replies`, { text: 'x' }], 201, 201],
  ['resolve a comment', ({ comment }) => ['POST', `/api/comments/${comment}/resolve`], 200, 200],
  ['reopen a comment', ({ comment }) => ['POST', `/api/comments/${comment}/reopen`], 200, 200],
  [
    'react to a comment',
    ({ comment }) => ['POST', `/api/comments/${comment}/react`, { reaction: 'heart', isGiven: true }],
    200,
    200,
  ],
  ['approve a version', ({ file }) => ['POST', `/api/files/${file}/approve`, { isApproved: true }], 200, 200],
  ['change another’s comment', ({ comment }) => ['PUT', `/api/comments/${comment}`, { text: 'x' }], 200, 403],
  ['delete another’s comment', ({ comment }) => ['DELETE', `/api/comments/${comment}`], 200, 403],
  ['change another’s reply', ({ reply }) => ['PUT', `/api/replies/${reply}`, { text: 'x' }], 200, 403],
  [
    'react to a reply',
    ({ reply }) => ['POST', `/api/replies/${reply}/react`, { reaction: 'fire', isGiven: true }],
    200,
    200,
  ],
  ['delete another’s reply', ({ reply }) => ['DELETE', `/api/replies/${reply}`], 200, 403],
  ['delete a cut', ({ cut }) => ['DELETE', `/api/cuts/${cut}`], 200, 403],
  ['restore a deleted cut', ({ deletedCut }) => ['POST', `/api/cuts/${deletedCut}/restore`], 200, 403],
  ['list deleted cuts', ({ project }) => ['GET', `/api/projects/${project}/deleted-cuts`], 200, 403],
  ['delete a vibe', ({ vibe }) => ['DELETE', `/api/vibes/${vibe}`], 200, 403],
  ['change the project', ({ project }) => ['PUT', `/api/projects/${project}`, { name: 'x' }], 200, 403],
  ['delete the project', ({ project }) => ['DELETE', `/api/projects/${project}`], 200, 403],
  [
    'invite',
    ({ project }) => ['POST', `/api/projects/${project}/invite`, { email: 'x@example.com', role: 'MEMBER' }],
    201,
    403,
  ],
  [
    'give a member another role',
    ({ project, third }) => ['PATCH', `/api/projects/${project}/members/${third}`, { role: 'LISTENER' }],
    200,
    403,
  ],
  [
    'make another member the owner',
    ({ project, third }) => ['POST', `/api/projects/${project}/transfer`, { userId: third }],
    200,
    403,
  ],
  [
    'remove another member',
    ({ project, third }) => ['DELETE', `/api/projects/${project}/members/${third}`],
    200,
    403,
  ],
];

test.each(rows)('permission to %s', async (_what, call, forAdmin, forMember) => {
  const { server, users, ids } = await assemble();
  const [method, path, body] = call(ids);
  const state = async () => (await users.admin.request('GET', `/api/projects/${ids.project}`)).body;
  const before = await state();

  const unknown = await request(server, method, path, body);
  expect(unknown.status).toBe(401);
  expect(unknown.body.kind).toBe('unauthorised');

  // A stranger gets the same answer as for something that doesn't exist.
  const refused = await users.stranger.request(method, path, body);
  expect(refused.status).toBe(404);
  const elsewhere = call(Object.fromEntries(Object.keys(ids).map((key) => [key, newId()])) as Ids);
  expect((await users.stranger.request(...elsewhere)).body).toEqual(refused.body);

  if (forMember >= 400) {
    const answer = await users.member.request(method, path, body);
    expect(answer.status).toBe(forMember);
    expect(answer.body.kind).toBe('forbidden');
  }
  // Refused requests change nothing.
  expect(await state()).toEqual(before);
  if (forMember < 400) expect((await users.member.request(method, path, body)).status).toBe(forMember);
  expect((await users.admin.request(method, path, body)).status).toBe(forAdmin);
});

describe('leaving', () => {
  test('is allowed for every member, and removes the project from their list', async () => {
    const { users, ids } = await assemble();
    const { member, admin } = users;
    const left = await member.request('DELETE', `/api/projects/${ids.project}/members/${member.account.id}`);
    expect(left.status).toBe(200);
    expect((await member.request('GET', '/api/projects')).body).toEqual([]);
    expect((await member.request('GET', `/api/projects/${ids.project}`)).status).toBe(404);
    const { body } = await admin.request('GET', `/api/activities?projectId=${ids.project}&limit=1`);
    expect(body[0]).toMatchObject({ type: 'member_left', target: { name: 'Bo' }, actor: { name: 'Bo' } });
  });

  test('is refused for the owner, also when alone, and allowed when somebody else owns the project', async () => {
    const { server, users, ids } = await assemble();
    const { admin, member, stranger } = users;
    const leave = () => admin.request('DELETE', `/api/projects/${ids.project}/members/${ids.admin}`);
    expect((await leave()).status).toBe(409);
    await addMember(admin, stranger, ids.project, 'ADMIN');
    expect((await leave()).status).toBe(409);
    await admin.command('project.transfer', { id: ids.project, userId: stranger.account.id });
    expect((await leave()).status).toBe(200);
    const alone = await registerUser(server);
    const own = await createProject(alone);
    const path = `/api/projects/${own}/members/${alone.account.id}`;
    expect(await alone.request('DELETE', path)).toMatchObject({
      status: 409,
      body: { kind: 'conflict', error: expect.stringContaining('Delete it instead') },
    });
    expect((await alone.request('GET', `/api/projects/${own}`)).status).toBe(200);
    expect((await member.request('GET', `/api/projects/${ids.project}`)).body.memberCount).toBe(3);
  });
});
