import * as z from 'zod';
import { markerFiles } from '../../../common/markers/marker-files.ts';
import { commandSchemas } from '../../../protocol/wire/command.ts';
import { commentSchema } from '../../../protocol/wire/comment.ts';
import { deletedCutSchema } from '../../../protocol/wire/cut.ts';
import { deletedItemSchema } from '../../../protocol/wire/deleted.ts';
import { differencePendingSchema } from '../../../protocol/wire/difference.ts';
import { markersQuerySchema } from '../../../protocol/wire/markers.ts';
import { type ApiRoute, commandRoute, json } from '../route.ts';

const { projectId, vibeIds } = commandSchemas['vibe.reorder'].payload.shape;

const vibesAndCuts: ApiRoute[] = [
  commandRoute(
    'vibe.create',
    201,
    { method: 'post', path: '/api/projects/:projectId/vibes', summary: 'Creates a vibe' },
    ['projectId'],
  ),
  {
    ...commandRoute('vibe.reorder', 200, {
      method: 'put',
      path: '/api/vibes/reorder',
      summary: 'Reorders the vibes of a project. Without `projectId`, the project of the first vibe',
      errors: ['not-found'],
    }),
    json: z.object({ projectId: projectId.optional(), vibeIds }),
  },
  commandRoute(
    'vibe.update',
    200,
    {
      method: 'put',
      path: '/api/vibes/:id',
      summary: 'Changes name or image of a vibe',
      errors: ['unsupported-type'],
    },
    ['id'],
  ),
  commandRoute(
    'vibe.delete',
    200,
    {
      method: 'delete',
      path: '/api/vibes/:id',
      summary: 'Deletes a vibe with its cuts and their files',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'cut.create',
    201,
    {
      method: 'post',
      path: '/api/vibes/:vibeId/cuts',
      summary: 'Creates a cut without files',
    },
    ['vibeId'],
  ),
  commandRoute('cut.update', 200, { method: 'put', path: '/api/cuts/:id', summary: 'Renames a cut' }, ['id']),
  commandRoute(
    'cut.delete',
    200,
    {
      method: 'delete',
      path: '/api/cuts/:id',
      summary: 'Deletes a cut with its files',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'cut.restore',
    200,
    {
      method: 'post',
      path: '/api/cuts/:id/restore',
      summary: 'Brings a deleted cut back with its files, comments and links',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'vibe.restore',
    200,
    {
      method: 'post',
      path: '/api/vibes/:id/restore',
      summary: 'Brings a deleted vibe back, with the cuts that were deleted with it',
      errors: ['forbidden'],
    },
    ['id', 'projectId'],
  ),
  {
    method: 'get',
    path: '/api/deleted',
    who: 'signed-in',
    summary: 'Everything that the caller can restore, last deleted first',
    answers: [json(z.array(deletedItemSchema), 'The deleted things')],
  },
  {
    method: 'get',
    path: '/api/projects/:id/deleted-cuts',
    who: 'admin',
    summary: 'The cuts that can be restored, last deleted first',
    answers: [json(z.array(deletedCutSchema), 'The deleted cuts')],
    errors: ['forbidden'],
  },
  commandRoute(
    'cut.move',
    200,
    {
      method: 'put',
      path: '/api/cuts/:id/move',
      summary: 'Moves a cut to the end of another vibe of its project',
    },
    ['id'],
  ),
  commandRoute(
    'cut.describe',
    200,
    {
      method: 'put',
      path: '/api/cuts/:id/music',
      summary: 'Enters tempo, key and sections of a cut, in place of those entered before',
    },
    ['id'],
  ),
  commandRoute(
    'cut.merge',
    200,
    {
      method: 'post',
      path: '/api/cuts/:id/merge',
      summary: 'Moves everything of a cut into another one, which its id means from then on',
    },
    ['id'],
  ),
  commandRoute(
    'cut.split',
    201,
    {
      method: 'post',
      path: '/api/cuts/:id/split',
      summary: 'Moves files of a cut into a new one. With the id of a merged cut, that cut comes back',
    },
    ['cutId'],
  ),
  commandRoute(
    'cut.reorder',
    200,
    {
      method: 'put',
      path: '/api/cuts/:id/order',
      summary: 'Reorders the versions of a cut',
    },
    ['id'],
  ),
];

const markerTypes = [...new Set(Object.values(markerFiles).map(({ mediaType }) => mediaType))];

const comments: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/cuts/:cutId/comments',
    who: 'listener',
    summary: 'The comments of a cut by `timestamp`, then by age, with replies oldest first',
    answers: [json(z.array(commentSchema), 'The comments')],
  },
  {
    method: 'get',
    path: '/api/cuts/:cutId/markers',
    who: 'listener',
    summary: 'The comments of a cut as a file of markers for a DAW',
    query: markersQuerySchema,
    answers: [
      { status: 200, summary: 'The file', mediaTypes: markerTypes },
      json(differencePendingSchema, 'Not yet: ask again after `Retry-After`', 202),
    ],
  },
  commandRoute(
    'comment.create',
    201,
    {
      method: 'post',
      path: '/api/cuts/:cutId/comments',
      summary: 'Comments on a cut at `timestamp`, in seconds',
    },
    ['cutId'],
  ),
  commandRoute(
    'comment.update',
    200,
    {
      method: 'put',
      path: '/api/comments/:id',
      who: 'author',
      summary: 'Changes the text, timestamp or range of a comment',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'comment.resolve',
    200,
    { method: 'post', path: '/api/comments/:id/resolve', summary: 'Resolves a comment' },
    ['id'],
  ),
  commandRoute(
    'comment.reopen',
    200,
    { method: 'post', path: '/api/comments/:id/reopen', summary: 'Reopens a comment' },
    ['id'],
  ),
  commandRoute(
    'comment.react',
    200,
    {
      method: 'post',
      path: '/api/comments/:id/react',
      summary: 'Gives a comment a reaction, or takes it back',
    },
    ['id'],
  ),
  commandRoute(
    'comment.delete',
    200,
    {
      method: 'delete',
      path: '/api/comments/:id',
      who: 'author or admin',
      summary: 'Deletes a comment with its replies',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'reply.create',
    201,
    { method: 'post', path: '/api/comments/:id/replies', summary: 'Replies to a comment' },
    ['commentId'],
  ),
  commandRoute(
    'reply.update',
    200,
    {
      method: 'put',
      path: '/api/replies/:id',
      who: 'author',
      summary: 'Changes the text of a reply',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'reply.react',
    200,
    {
      method: 'post',
      path: '/api/replies/:id/react',
      summary: 'Gives a reply a reaction, or takes it back',
    },
    ['id'],
  ),
  commandRoute(
    'reply.delete',
    200,
    {
      method: 'delete',
      path: '/api/replies/:id',
      who: 'author or admin',
      summary: 'Deletes a reply',
      errors: ['forbidden'],
    },
    ['id'],
  ),
];

export const vibeRoutes: ApiRoute[] = [...vibesAndCuts, ...comments];
