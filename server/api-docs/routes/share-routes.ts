import * as z from 'zod';
import { peaksPendingSchema, peaksQuerySchema } from '../../../protocol/wire/peaks.ts';
import {
  createdShareSchema,
  shareCreateSchema,
  sharedFileSchema,
  shareSchema,
  shareUnlockSchema,
} from '../../../protocol/wire/share.ts';
import { type ApiRoute, json, nothing } from '../route.ts';

const page = (path: string, summary: string, mediaType: string): ApiRoute => ({
  method: 'get',
  path,
  who: 'anyone',
  summary,
  answers: [{ status: 200, summary, mediaTypes: [mediaType] }],
});

const links: ApiRoute[] = [
  {
    method: 'post',
    path: '/api/files/:id/share',
    who: 'member',
    summary: 'Creates a link that lets people without an account hear and download a file',
    json: shareCreateSchema,
    isBodyOptional: true,
    answers: [json(createdShareSchema, 'The link; the only answer that has its token', 201)],
    errors: ['rate-limited'],
  },
  {
    method: 'get',
    path: '/api/files/:id/shares',
    who: 'member',
    summary: 'The active links of a file, newest first',
    answers: [json(z.array(shareSchema), 'The links')],
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
    method: 'post',
    path: '/api/share/:token/unlock',
    who: 'anyone',
    summary: 'Unlocks a link with its password. The cookie is valid for four hours',
    json: shareUnlockSchema,
    answers: [nothing],
    errors: ['not-found', 'unauthorised', 'rate-limited'],
  },
  {
    method: 'get',
    path: '/api/share/:token/download',
    who: 'anyone',
    summary: 'The file as it was uploaded',
    answers: [{ status: 200, summary: 'The bytes', mediaTypes: ['application/octet-stream'] }],
    hasRanges: true,
    errors: ['not-found', 'unauthorised'],
  },
  {
    method: 'get',
    path: '/api/share/:token/stream',
    who: 'anyone',
    summary: 'The sound as Chromium plays it',
    answers: [{ status: 200, summary: 'The sound', mediaTypes: ['audio/*'] }],
    hasRanges: true,
    errors: ['not-found', 'unauthorised', 'unsupported-type'],
  },
  {
    method: 'get',
    path: '/api/share/:token/listen',
    who: 'anyone',
    summary: 'The compressed copy, as `/api/files/:id/listen`',
    answers: [
      { status: 200, summary: 'The sound', mediaTypes: ['audio/ogg'] },
      json(peaksPendingSchema, 'Not made yet', 202),
    ],
    hasRanges: true,
    errors: ['not-found', 'unauthorised'],
  },
  {
    method: 'get',
    path: '/api/share/:token/peaks',
    who: 'anyone',
    summary: 'The waveform, as `/api/files/:id/peaks`',
    query: peaksQuerySchema,
    answers: [
      { status: 200, summary: 'The waveform', mediaTypes: ['application/octet-stream'] },
      json(peaksPendingSchema, 'Not measured yet', 202),
    ],
    errors: ['not-found', 'unauthorised'],
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
  page('/share/page/page.css', 'The look of that page', 'text/css'),
  page('/share/page/colours.css', 'The colours of that page, which are the app’s', 'text/css'),
  page('/share/page/player.css', 'The look of its player', 'text/css'),
  page('/share/page/page.js', 'The script of that page', 'text/javascript'),
  page('/share/page/player.js', 'Its player', 'text/javascript'),
  page('/share/page/wave.js', 'Its waveform', 'text/javascript'),
  page('/share/page/inter.woff2', 'Its typeface', 'font/woff2'),
];

const documents: ApiRoute[] = [
  page('/api/docs', 'An overview of this interface', 'text/html'),
  page('/api/docs/openapi.json', 'This interface as OpenAPI 3.1', 'application/json'),
  page('/api/docs/asyncapi.json', 'The events as AsyncAPI 3', 'application/json'),
];

export const shareRoutes: ApiRoute[] = [...links, ...shared, ...documents];
