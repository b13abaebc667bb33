import { createHash, randomUUID } from 'node:crypto';
import { newId } from '../../../../common/new-id.ts';
import { operatorSchemas } from '../../../../protocol/wire/operator.ts';
import { pngDataUrl } from '../../../helpers/pictures.ts';
import type { TestUser } from '../../../helpers/server.ts';
import { makeWave, newCut, sha256Of } from '../../../helpers/uploads.ts';
import type { Access } from './access.ts';
import type { Scene } from './scene.ts';
import { shareRows } from './share-rows.ts';

/** The parameters of the path, the body (bytes are sent as they are), a query, headers, and another session. */
export type Ask = [
  parameters?: Record<string, string>,
  body?: unknown,
  more?: { query?: string; headers?: Record<string, string>; as?: TestUser },
];

/**
 * A route as Express mounts it, who may use it (`access.ts`), and a request to it. A request that uses something up makes
 * it first, with `more`: it is asked for again for each caller who may. `me` is the caller. A route may have several rows.
 */
export type Row = [route: string, access: Access, ask?: (scene: Scene, me: TestUser) => Ask | Promise<Ask>];

const bytes = makeWave();
const tus = { 'tus-resumable': '1.0.0' };
const patch = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
const reserve = (target: object) => ({
  ...{ uploadKey: newId(), name: 'mix.wav', size: bytes.length, sha256: sha256Of(bytes), target },
});
const form = (cutId: string) =>
  Buffer.concat([
    Buffer.from(`--x\r\nContent-Disposition: form-data; name="cutId"\r\n\r\n${cutId}\r\n--x\r\n`),
    Buffer.from('Content-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'),
    ...[makeWave(), Buffer.from('\r\n--x--\r\n')],
  ]);
const formType = { headers: { 'content-type': 'multipart/form-data; boundary=x' } };
const file = ({ fileId: id }: Scene): Ask => [{ id }];
const difference = ({ fileId, olderFileId }: Scene): Ask => [
  { id: fileId },
  undefined,
  { query: `to=${olderFileId}` },
];

const credentialsOf = ({ email, password }: TestUser) => ({ email, password });

const sessions: Row[] = [
  ['GET /api/health', 'anyone'],
  ['GET /api/health/live', 'anyone'],
  ['GET /api/health/ready', 'anyone'],
  ['GET /api/announcement', 'signedIn'],
  [
    'POST /api/auth/register',
    'anyone',
    () => [{}, { email: `${randomUUID()}@example.com`, password: 'correct horse battery', name: 'New' }],
  ],
  ['POST /api/auth/login', 'anyone', ({ band }) => [{}, credentialsOf(band.guest)]],
  ['POST /api/auth/login', 'shut', ({ band }) => [{}, credentialsOf(band.disabled)]],
  ['POST /api/auth/refresh', 'signedIn', async ({ again }, me) => [{}, {}, { as: await again(me) }]],
  ['POST /api/auth/logout', 'anyone', async ({ again }, me) => [{}, {}, { as: await again(me) }]],
  ['GET /api/auth/me', 'signedIn'],
  ['POST /api/auth/forgot-password', 'anyone', (_, { email }) => [{}, { email }]],
  ['POST /api/auth/reset-password', 'expired', () => [{}, { token: 'x', password: 'four rusty strings' }]],
  ['POST /api/auth/verify-email', 'expired', () => [{}, { token: 'x' }]],
  ['GET /api/mail/unsubscribe/:token', 'anyone', () => [{ token: 'x' }]],
  ['POST /api/mail/unsubscribe/:token', 'anyone', () => [{ token: 'x' }]],
  ['GET /api/auth/account', 'signedIn'],
  ['POST /api/auth/send-verification', 'withMail'],
  ['GET /api/auth/export', 'signedIn'],
  ['DELETE /api/auth/me', 'nobody', () => [{}, { currentPassword: 'not the one' }]],
  [
    'POST /api/auth/change-password',
    'signedIn',
    (_, { password }) => [{}, { currentPassword: password, password }],
  ],
  [
    'POST /api/auth/change-email',
    'signedIn',
    (_, { password, email }) => [{}, { currentPassword: password, email }],
  ],
  ['GET /api/auth/sessions', 'signedIn'],
  ['DELETE /api/auth/sessions/:id', 'hidden', async ({ band }) => [{ id: await sessionOf(band.host) }]],
  [
    'DELETE /api/auth/sessions/:id',
    'signedIn',
    async ({ again }, me) => [{ id: await sessionOf(await again(me)) }],
  ],
  ['POST /api/auth/sessions/end-others', 'signedIn'],
  ['GET /api/auth/providers', 'anyone'],
  ['GET /api/auth/identities', 'signedIn'],
  ['GET /api/auth/second-factor', 'signedIn'],
  ['POST /api/auth/second-factor/confirm', 'wrongCode', () => [{}, { code: '000000' }]],
  ['POST /api/auth/second-factor/codes', 'withFactor', () => [{}, { code: '000000' }]],
  ['POST /api/auth/second-factor/off', 'withFactor', () => [{}, { code: '000000' }]],
  ['POST /api/auth/second-factor', 'signedIn'],
  // Nobody here has a challenge.
  ['POST /api/auth/login/second-factor', 'locked', () => [{}, { challenge: 'x', code: '000000' }]],
  // With a provider: tests/contract/server/identities.test.ts.
  ['POST /api/auth/identities/:provider', 'hidden', () => [{ provider: 'none' }]],
  ['DELETE /api/auth/identities/:provider', 'hidden', () => [{ provider: 'none' }]],
  ['POST /api/auth/desktop/code', 'signedIn', () => [{}, { challenge: 'c'.repeat(43) }]],
  [
    'POST /api/auth/desktop',
    'anyone',
    async ({ band }) => {
      const verifier = 'v'.repeat(43);
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const { body } = await band.host.request('POST', '/api/auth/desktop/code', { challenge });
      return [{}, { code: body.code, verifier }];
    },
  ],
  ['GET /api/auth/:provider', 'missing', () => [{ provider: 'none' }]],
  ['GET /api/auth/:provider/callback', 'missing', () => [{ provider: 'none' }]],
];

const projects: Row[] = [
  ['GET /api/projects', 'signedIn'],
  ['POST /api/projects', 'signedIn', () => [{}, { name: 'New' }]],
  ['GET /api/projects/:id', 'inside', ({ projectId: id }) => [{ id }]],
  ['PUT /api/projects/:id', 'admin', ({ projectId: id }) => [{ id }, { name: newId() }]],
  ['DELETE /api/projects/:id', 'owner', async ({ more }) => [{ id: await more.project() }]],
  [
    'POST /api/projects/:id/invite',
    'admin',
    ({ projectId: id }) => [{ id }, { email: `${newId()}@example.com`, role: 'MEMBER' }],
  ],
  [
    'POST /api/projects/:id/invite',
    'admin',
    ({ projectId: id }) => [{ id }, { role: 'LISTENER', mostUses: 2 }],
  ],
  [
    'DELETE /api/projects/:id/members/:userId',
    'admin',
    async ({ more, band }) => {
      const id = await more.projectWithGuest();
      return [{ id, userId: band.guest.account.id }];
    },
  ],
  [
    'POST /api/invitations/read',
    'anyone',
    async ({ more, band }) => [{}, { token: await more.invite(band.stranger) }],
  ],
  [
    'POST /api/invitations/:token/accept',
    'signedIn',
    async ({ more }, me) => [{ token: await more.invite(me) }],
  ],
  ['POST /api/invitations/read', 'anyone', async ({ more }) => [{}, { token: await more.link() }]],
  ['POST /api/invitations/:token/accept', 'signedIn', async ({ more }) => [{ token: await more.link() }]],
  [
    'DELETE /api/invitations/:id',
    'admin',
    async ({ projectId, band }) => {
      const link = { id: newId(), projectId, role: 'MEMBER' } as const;
      return [{ id: (await band.owner.command('project.invite', link)).id }];
    },
  ],
  [
    'POST /api/invitations/:token/accept',
    'nobody',
    async ({ more, band }) => [{ token: await more.invite(band.guest) }],
  ],
  ['GET /api/projects/:id/messages', 'inside', ({ projectId: id }) => [{ id }]],
  ['POST /api/projects/:id/messages', 'inside', ({ projectId: id }) => [{ id }, { text: 'Hello' }]],
  [
    'POST /api/projects/:id/messages/:messageId/react',
    'inside',
    ({ projectId: id, messageId }) => [
      { id, messageId },
      { reaction: 'fire', isGiven: true },
    ],
  ],
  ['POST /api/projects/:id/messages/read', 'inside', ({ projectId: id }) => [{ id }]],
  ['PUT /api/projects/:id/attention', 'inside', ({ projectId: id }) => [{ id }, { level: 'everything' }]],
  ['PUT /api/projects/:id/attention/mail', 'inside', ({ projectId: id }) => [{ id }, { mail: 'versions' }]],
  ['GET /api/projects/:id/deleted-cuts', 'admin', ({ projectId: id }) => [{ id }]],
  ['GET /api/projects/:id/invitations', 'admin', ({ projectId: id }) => [{ id }]],
  [
    'DELETE /api/invitations/:id',
    'admin',
    async ({ projectId, band }) => {
      const invitation = {
        id: newId(),
        projectId,
        email: `${newId()}@example.com`,
        role: 'LISTENER' as const,
      };
      return [{ id: (await band.owner.command('project.invite', invitation)).id }];
    },
  ],
  [
    'POST /api/vibes/:id/restore',
    'admin',
    async ({ more, band }) => {
      const id = await more.vibe();
      await band.owner.command('vibe.delete', { id });
      return [{ id }];
    },
  ],
  [
    'POST /api/files/:id/restore',
    'admin',
    async ({ more, band }) => {
      const { fileId: id } = await more.version();
      await band.owner.command('file.delete', { id });
      return [{ id }];
    },
  ],
  ['GET /api/deleted', 'signedIn'],
  // Late: each project invites `removed` again, as a stranger, and people are told of ten strangers an hour.
  [
    'PATCH /api/projects/:id/members/:userId',
    'admin',
    async ({ more, band }) => {
      const id = await more.projectWithGuest();
      return [{ id, userId: band.guest.account.id }, { role: 'LISTENER' }];
    },
  ],
  [
    'POST /api/projects/:id/restore',
    'former',
    async ({ more, band }) => {
      const id = await more.project();
      await band.owner.command('project.delete', { id });
      return [{ id }];
    },
  ],
  [
    'POST /api/projects/:id/transfer',
    'owner',
    async ({ more, band }) => [{ id: await more.project() }, { userId: band.member.account.id }],
  ],
];

const vibesAndCuts: Row[] = [
  ['POST /api/projects/:projectId/vibes', 'member', ({ projectId }) => [{ projectId }, { name: 'New' }]],
  [
    'PUT /api/vibes/reorder',
    'member',
    async ({ projectId, band }) => {
      const { body } = await band.owner.request('GET', `/api/projects/${projectId}`);
      const vibeIds = body.vibes.map(({ id }: { id: string }) => id).reverse();
      return [{}, { projectId, vibeIds }];
    },
  ],
  ['PUT /api/vibes/:id', 'member', ({ vibeId: id }) => [{ id }, { name: 'New' }]],
  ['DELETE /api/vibes/:id', 'admin', async ({ more }) => [{ id: await more.vibe() }]],
  ['POST /api/vibes/:vibeId/cuts', 'member', ({ vibeId }) => [{ vibeId }, { name: 'New' }]],
  ['PUT /api/cuts/:id', 'member', ({ cutId: id }) => [{ id }, { name: newId() }]],
  ['DELETE /api/cuts/:id', 'admin', async ({ more }) => [{ id: await more.cut() }]],
  ['POST /api/cuts/:id/restore', 'admin', async ({ more }) => [{ id: await more.deletedCut() }]],
  [
    'PUT /api/cuts/:id/move',
    'member',
    async ({ more, otherVibeId }) => [{ id: await more.cut() }, { targetVibeId: otherVibeId }],
  ],
  ['PUT /api/cuts/:id/music', 'member', ({ cutId: id }) => [{ id }, { music: { tempo: 120 } }]],
  [
    'POST /api/cuts/:id/merge',
    'member',
    async ({ more, otherCutId }) => [{ id: await more.cut() }, { targetCutId: otherCutId }],
  ],
  [
    'POST /api/cuts/:id/split',
    'member',
    async ({ more }) => {
      const { cutId: id, fileId } = await more.version();
      return [{ id }, { name: 'New', fileIds: [fileId] }];
    },
  ],
  [
    'PUT /api/cuts/:id/order',
    'member',
    async ({ more }) => {
      const { cutId: id, fileId } = await more.version();
      return [{ id }, { fileIds: [fileId] }];
    },
  ],
];

const comments: Row[] = [
  ['GET /api/cuts/:cutId/comments', 'inside', ({ cutId }) => [{ cutId }]],
  ['GET /api/cuts/:cutId/markers', 'inside', ({ cutId }) => [{ cutId }, undefined, { query: 'format=text' }]],
  ['POST /api/cuts/:cutId/comments', 'inside', ({ cutId }) => [{ cutId }, { text: 'Louder', timestamp: 1 }]],
  ['PUT /api/comments/:id', 'byAdmin', ({ commentId: id }) => [{ id }, { text: newId() }]],
  ['POST /api/comments/:id/resolve', 'inside', async ({ more }) => [{ id: await more.comment() }]],
  ['POST /api/comments/:id/reopen', 'inside', ({ commentId: id }) => [{ id }]],
  [
    'POST /api/comments/:id/react',
    'inside',
    ({ commentId: id }) => [{ id }, { reaction: 'heart', isGiven: true }],
  ],
  ['DELETE /api/comments/:id', 'admin', async ({ more }) => [{ id: await more.comment() }]],
  ['DELETE /api/comments/:id', 'member', async ({ more, band }) => [{ id: await more.comment(band.member) }]],
  ['POST /api/comments/:id/replies', 'inside', ({ commentId: id }) => [{ id }, { text: 'Done' }]],
  ['PUT /api/replies/:id', 'byAdmin', ({ replyId: id }) => [{ id }, { text: newId() }]],
  [
    'POST /api/replies/:id/react',
    'inside',
    ({ replyId: id }) => [{ id }, { reaction: 'fire', isGiven: true }],
  ],
  ['DELETE /api/replies/:id', 'admin', async ({ more, commentId }) => [{ id: await more.reply(commentId) }]],
];

const uploads: Row[] = [
  ['POST /api/uploads/reserve', 'member', ({ projectId }) => [{}, reserve(newCut(projectId))]],
  ['POST /api/uploads/reserve', 'member', ({ cutId }) => [{}, reserve({ kind: 'cut', cutId })]],
  ['POST /api/uploads/tus', 'nobody'],
  [
    'HEAD /api/uploads/tus/:id',
    'ofMember',
    async ({ more }) => [{ id: (await more.reservation()).id }, undefined, { headers: tus }],
  ],
  [
    'OPTIONS /api/uploads/tus/:id',
    'ofMember',
    async ({ more }) => [{ id: (await more.reservation()).id }, undefined, { headers: tus }],
  ],
  [
    'PATCH /api/uploads/tus/:id',
    'ofMember',
    async ({ more }) => [{ id: (await more.reservation()).id }, bytes, { headers: patch }],
  ],
  ['GET /api/uploads/:id', 'ofMember', async ({ more }) => [{ id: (await more.reservation()).id }]],
  ['POST /api/uploads/:id/commit', 'ofMember', async ({ more }) => [{ id: (await more.transferred()).id }]],
];

const files: Row[] = [
  ['POST /api/files/upload', 'member', ({ cutId }) => [{}, form(cutId), formType]],
  ['GET /api/files/storage', 'signedIn'],
  ['GET /api/files/:id/download', 'inside', file],
  ['GET /media/:id/image', 'inside', file],
  ['PUT /api/files/:id', 'member', ({ fileId: id }) => [{ id }, { label: newId() }]],
  ['DELETE /api/files/:id', 'admin', async ({ more }) => [{ id: (await more.version()).fileId }]],
  [
    'POST /api/files/:id/move',
    'member',
    async ({ more, otherCutId }) => [{ id: (await more.version()).fileId }, { targetCutId: otherCutId }],
  ],
  [
    'POST /api/files/:id/approve',
    'member',
    async ({ more }) => [{ id: (await more.version()).fileId }, { isApproved: true }],
  ],
  ['GET /api/files/:id/stems', 'inside', file],
  ['GET /api/files/:id/contents', 'inside', ({ zipId: id }) => [{ id }]],
  ['GET /api/files/:id/stream', 'inside', file],
  ['GET /media/:id', 'inside', file],
  ['GET /api/files/:id/listen', 'inside', file],
  ['GET /media/:id/listen', 'inside', file],
  ['GET /api/files/:id/peaks', 'inside', file],
  ['GET /media/:id/peaks', 'inside', file],
  ['GET /api/files/:id/loudness', 'inside', file],
  ['GET /media/:id/loudness', 'inside', file],
  ['GET /api/files/:id/difference', 'inside', difference],
  ['GET /media/:id/difference', 'inside', difference],
  ['GET /api/pictures/:sha256', 'inside', ({ pictureSha256: sha256 }) => [{ sha256 }]],
  ['GET /media/pictures/:sha256', 'inside', ({ pictureSha256: sha256 }) => [{ sha256 }]],
];

const ofOneself: Row[] = [
  ['PUT /api/account', 'signedIn', () => [{}, { picture: pngDataUrl(4, 4) }]],
  ['GET /api/attention', 'signedIn'],
  ['PUT /api/attention/quiet-hours', 'signedIn', () => [{}, { quietHours: null }]],
  ['GET /api/chat/conversations', 'signedIn'],
  ['GET /api/chat/conversations/:id', 'ofTwo', ({ conversationId: id }) => [{ id }]],
  ['GET /api/chat/conversations/:id/messages', 'ofTwo', ({ conversationId: id }) => [{ id }]],
  [
    'POST /api/chat/conversations/:id/messages',
    'ofTwo',
    ({ conversationId: id }) => [{ id }, { text: 'Hello' }],
  ],
  ['POST /api/chat/conversations/:id/read', 'ofTwo', ({ conversationId: id }) => [{ id }]],
  ['POST /api/chat/conversations', 'toOwner', ({ band }) => [{}, { userId: band.owner.account.id }]],
  ['GET /api/presence', 'signedIn'],
  ['GET /api/blocks', 'signedIn'],
  // By now the guest is in a project with everyone inside.
  ['PUT /api/blocks/:userId', 'inside', ({ band }) => [{ userId: band.guest.account.id }]],
  ['DELETE /api/blocks/:userId', 'signedIn', ({ band }) => [{ userId: band.guest.account.id }]],
  ['GET /api/activities', 'signedIn'],
  ['GET /api/activities', 'inside', ({ projectId }) => [{}, undefined, { query: `projectId=${projectId}` }]],
  ['POST /api/activities/:id/dismiss', 'inside', ({ activityId: id }) => [{ id }]],
  ['POST /api/activities/:id/undismiss', 'inside', ({ activityId: id }) => [{ id }]],
  ['POST /api/activities/dismiss-all', 'signedIn', () => [{}, {}]],
  ['POST /api/activities/dismiss-all', 'signedIn', ({ projectId }) => [{}, { projectId }]],
  ['GET /api/notifications', 'signedIn'],
  ['PATCH /api/notifications/:id/read', 'signedIn', async (_, me) => [{ id: await notificationOf(me) }]],
  [
    'PATCH /api/notifications/:id/read',
    'hidden',
    async ({ band }) => [{ id: await notificationOf(band.guest) }],
  ],
  ['PATCH /api/notifications/read-all', 'signedIn'],
  ['GET /api/search', 'signedIn', () => [{}, undefined, { query: 'q=nightingale' }]],
  [
    'POST /api/commands',
    'signedIn',
    () => [{}, { operations: [{ operationId: newId(), kind: 'notification.readAll', payload: {} }] }],
  ],
  [
    'GET /api/sync',
    'inside',
    ({ projectId }) => [{}, undefined, { query: `topic=project:${projectId}&since=0` }],
  ],
  [
    'GET /api/sync',
    'signedIn',
    (_, { account }) => [{}, undefined, { query: `topic=user:${account.id}&since=0` }],
  ],
  [
    'GET /api/sync',
    'hidden',
    ({ band }) => [{}, undefined, { query: `topic=user:${band.host.account.id}&since=0` }],
  ],
  ['GET /api/sync/heads', 'signedIn'],
  [
    'GET /api/sync/state',
    'inside',
    ({ projectId }) => [{}, undefined, { query: `topic=project:${projectId}` }],
  ],
];

const documents: Row[] = [
  ['GET /api/docs', 'anyone'],
  ['GET /api/docs/openapi.json', 'anyone'],
  ['GET /api/docs/asyncapi.json', 'anyone'],
];

/** For admins of the server, of whom there is none here. */
const operator = Object.values(operatorSchemas).map(
  ({ method, path }): Row => [
    `${method.toUpperCase()} ${path}`,
    'nobody',
    ({ band }) => [
      { account: band.host.email },
      method === 'get' ? undefined : { account: band.host.email, bytes: 1 },
    ],
  ],
);

export const rows: Row[] = [
  ...sessions,
  ...projects,
  ...vibesAndCuts,
  ...comments,
  ...uploads,
  ...files,
  ...ofOneself,
  ...shareRows,
  ...documents,
  ...operator,
];

async function sessionOf(user: TestUser): Promise<string> {
  const { body } = await user.request('GET', '/api/auth/sessions');
  return body.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id;
}

async function notificationOf(user: TestUser): Promise<string> {
  const { body } = await user.request('GET', '/api/notifications');
  return body[0].id;
}
