import * as z from 'zod';
import { commentSchema } from '../../../protocol/wire/comment.ts';
import { peaksPendingSchema, peaksQuerySchema } from '../../../protocol/wire/peaks.ts';
import {
  createdShareSchema,
  guestCommentSchema,
  shareChangesSchema,
  shareCreateSchema,
  sharedCommentsQuerySchema,
  sharedCommentsSchema,
  sharedFileSchema,
  shareSchema,
  shareUnlockSchema,
  shareUpdateSchema,
} from '../../../protocol/wire/share.ts';
import { type ApiRoute, json, nothing } from '../route.ts';

const page = (path: string, summary: string, mediaType: string): ApiRoute => ({
  method: 'get',
  path,
  who: 'anyone',
  summary,
  answers: [{ status: 200, summary, mediaTypes: [mediaType] }],
});

const creation = (path: string, who: ApiRoute['who'], summary: string): ApiRoute => ({
  ...{ method: 'post', path, who, summary, json: shareCreateSchema, isBodyOptional: true },
  answers: [json(createdShareSchema, 'The link; the only answer that has its token', 201)],
  errors: ['rate-limited', ...(path === '/api/projects/:id/share' ? (['forbidden'] as const) : [])],
});

const links: ApiRoute[] = [
  creation(
    '/api/files/:id/share',
    'member',
    'Creates a link that lets people without an account hear this version, or have this file',
  ),
  creation('/api/cuts/:id/share', 'member', 'The same for a song: always its latest version'),
  creation('/api/vibes/:id/share', 'member', 'The same for a group of songs, as a playlist'),
  creation('/api/projects/:id/share', 'admin', 'The same for a project, with the songs that are added later'),
  {
    method: 'get',
    path: '/api/files/:id/shares',
    who: 'member',
    summary: 'The active links of a file, newest first',
    answers: [json(z.array(shareSchema), 'The links')],
  },
  {
    method: 'get',
    path: '/api/projects/:id/shares',
    who: 'member',
    summary: 'All active links of a project, newest first',
    answers: [json(z.array(shareSchema), 'The links')],
  },
  {
    method: 'patch',
    path: '/api/shares/:id',
    who: 'author or admin',
    summary: 'Changes what guests of a link may do',
    json: shareUpdateSchema,
    isBodyOptional: true,
    answers: [nothing],
    errors: ['forbidden'],
  },
  {
    method: 'delete',
    path: '/api/shares/:id',
    who: 'author or admin',
    summary: 'Revokes a link',
    answers: [nothing],
    errors: ['forbidden'],
  },
];

/** Each for the first file of a link, and for one that it names. */
const ofFiles = (part: string, route: Omit<ApiRoute, 'method' | 'path' | 'who'>): ApiRoute[] =>
  [`/api/share/:token/${part}`, `/api/share/:token/files/:fileId/${part}`].map((path, index) => ({
    ...{ method: 'get', path, who: 'anyone', ...route },
    summary: index === 0 ? `${route.summary}: of its first file` : route.summary,
  }));

const shared: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/share/:token',
    who: 'anyone',
    summary: 'What a link leads to',
    answers: [json(sharedFileSchema, 'What everyone with the link may know')],
    errors: ['not-found'],
  },
  {
    method: 'get',
    path: '/api/share/:token/changes',
    who: 'anyone',
    summary: 'Whether there is something new behind a link, for open pages, which ask every few seconds',
    answers: [json(shareChangesSchema, 'Another revision after each change')],
    errors: ['not-found', 'unauthorised'],
  },
  {
    method: 'post',
    path: '/api/share/:token/unlock',
    who: 'anyone',
    summary: 'Unlocks a link with its password. The cookie is valid for four hours',
    json: shareUnlockSchema,
    answers: [nothing],
    errors: ['not-found', 'unauthorised', 'rate-limited'],
  },
  ...ofFiles('download', {
    summary: 'The file as it was uploaded',
    answers: [{ status: 200, summary: 'The bytes', mediaTypes: ['application/octet-stream'] }],
    hasRanges: true,
    errors: ['not-found', 'unauthorised', 'forbidden'],
  }),
  ...ofFiles('stream', {
    summary: 'The sound as Chromium plays it',
    answers: [{ status: 200, summary: 'The sound', mediaTypes: ['audio/*'] }],
    hasRanges: true,
    errors: ['not-found', 'unauthorised', 'unsupported-type'],
  }),
  ...ofFiles('listen', {
    summary: 'The compressed copy, as `/api/files/:id/listen`',
    answers: [
      { status: 200, summary: 'The sound', mediaTypes: ['audio/ogg'] },
      json(peaksPendingSchema, 'Not made yet', 202),
    ],
    hasRanges: true,
    errors: ['not-found', 'unauthorised'],
  }),
  ...ofFiles('peaks', {
    summary: 'The waveform, as `/api/files/:id/peaks`',
    query: peaksQuerySchema,
    answers: [
      { status: 200, summary: 'The waveform', mediaTypes: ['application/octet-stream'] },
      json(peaksPendingSchema, 'Not measured yet', 202),
    ],
    errors: ['not-found', 'unauthorised'],
  }),
  {
    method: 'get',
    path: '/api/share/:token/comments',
    who: 'anyone',
    summary: 'The comments on a version that guests of the link may read',
    query: sharedCommentsQuerySchema,
    answers: [json(sharedCommentsSchema, 'By their moment')],
    errors: ['not-found', 'unauthorised', 'forbidden'],
  },
  {
    method: 'post',
    path: '/api/share/:token/comments',
    who: 'anyone',
    summary: 'A guest’s comment. Sending it again changes nothing',
    json: guestCommentSchema,
    answers: [json(commentSchema, 'The comment as guests see it', 201)],
    errors: ['not-found', 'unauthorised', 'forbidden', 'conflict', 'rate-limited'],
  },
  {
    ...page('/share/:token', 'The page of a link, for any browser', 'text/html'),
    answers: [
      { status: 200, summary: 'The page', mediaTypes: ['text/html'] },
      {
        status: 404,
        summary: 'The same page, for a link that is unknown or expired',
        mediaTypes: ['text/html'],
      },
    ],
  },
  {
    ...page('/share/:token/preview.png', 'The picture of a pasted link', 'image/png'),
    errors: ['not-found', 'rate-limited'],
  },
];

const documents: ApiRoute[] = [
  page('/api/docs', 'An overview of this interface', 'text/html'),
  page('/api/docs/openapi.json', 'This interface as OpenAPI 3.1', 'application/json'),
  page('/api/docs/asyncapi.json', 'The events as AsyncAPI 3', 'application/json'),
];

export const shareRoutes: ApiRoute[] = [...links, ...shared, ...documents];
