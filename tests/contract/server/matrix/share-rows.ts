import { newId } from '../../../../common/new-id.ts';
import type { Ask, Row } from './rows.ts';
import type { Scene } from './scene.ts';

const share = ({ token }: Scene): Ask => [{ token }];
const file = ({ fileId: id }: Scene): Ask => [{ id }];
const guestComment = ({ fileId }: Scene) => ({
  ...{ id: newId(), key: 'k'.repeat(16), name: 'Zoe', fileId, text: 'Louder', timestamp: 1 },
});

/** Of share links, for members and guests. */
export const shareRows: Row[] = [
  ['POST /api/files/:id/share', 'member', file],
  ['POST /api/cuts/:id/share', 'member', ({ cutId: id }) => [{ id }]],
  ['POST /api/vibes/:id/share', 'member', ({ vibeId: id }) => [{ id }]],
  ['POST /api/projects/:id/share', 'admin', ({ projectId: id }) => [{ id }]],
  ['GET /api/files/:id/shares', 'member', file],
  ['GET /api/projects/:id/shares', 'member', ({ projectId: id }) => [{ id }]],
  [
    'PATCH /api/shares/:id',
    'admin',
    async ({ more }) => [{ id: (await more.share()).id }, { comments: 'all' }],
  ],
  ['DELETE /api/shares/:id', 'admin', async ({ more }) => [{ id: (await more.share()).id }]],
  ['GET /api/share/:token', 'anyone', share],
  ['GET /api/share/:token/changes', 'anyone', share],
  ['GET /api/share/:token/changes', 'locked', ({ lockedToken: token }) => [{ token }]],
  [
    'POST /api/share/:token/unlock',
    'anyone',
    ({ lockedToken: token }) => [{ token }, { password: 'open sesame' }],
  ],
  ...['download', 'stream', 'listen', 'peaks'].flatMap((part): Row[] => [
    [`GET /api/share/:token/${part}`, 'anyone', share],
    [`GET /api/share/:token/${part}`, 'locked', ({ lockedToken: token }) => [{ token }]],
    [`GET /api/share/:token/files/:fileId/${part}`, 'anyone', ({ token, fileId }) => [{ token, fileId }]],
  ]),
  // A file of the same project that the link doesn't lead to.
  [
    'GET /api/share/:token/files/:fileId/stream',
    'missing',
    ({ token, olderFileId: fileId }) => [{ token, fileId }],
  ],
  [
    'GET /api/share/:token/comments',
    'anyone',
    ({ guestToken: token, fileId }) => [{ token }, undefined, { query: `fileId=${fileId}` }],
  ],
  [
    'GET /api/share/:token/comments',
    'locked',
    ({ lockedToken: token, fileId }) => [{ token }, undefined, { query: `fileId=${fileId}` }],
  ],
  [
    'POST /api/share/:token/comments',
    'anyone',
    (scene) => [{ token: scene.guestToken }, guestComment(scene)],
  ],
  [
    'POST /api/share/:token/comments',
    'locked',
    (scene) => [{ token: scene.lockedToken }, guestComment(scene)],
  ],
  // Comments are off by this link.
  ['POST /api/share/:token/comments', 'shut', (scene) => [{ token: scene.token }, guestComment(scene)]],
  ['GET /share/:token', 'anyone', share],
  ['GET /share/:token/preview.png', 'anyone', share],
];
