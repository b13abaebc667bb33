import {
  differencePendingSchema,
  differenceQuerySchema,
  differenceSchema,
} from '../../../protocol/wire/difference.ts';
import { archiveContentsSchema, fileSchema, storageSchema } from '../../../protocol/wire/file.ts';

import { loudnessCurveSchema } from '../../../protocol/wire/loudness.ts';
import { peaksPendingSchema, peaksQuerySchema } from '../../../protocol/wire/peaks.ts';
import {
  commitAnswerSchema,
  commitSchema,
  reserveSchema,
  uploadSchema,
} from '../../../protocol/wire/upload.ts';
import { fileFormSchema } from '../../files/file-routes.ts';
import { type ApiRoute, commandRoute, json, type RouteAnswer } from '../route.ts';

const tus: Pick<ApiRoute, 'path' | 'who'> = { path: '/api/uploads/tus/:id', who: 'signed-in' };

const uploads: ApiRoute[] = [
  {
    method: 'post',
    path: '/api/uploads/reserve',
    who: 'member',
    summary: 'Reserves an upload. The same `uploadKey` returns the same upload',
    json: reserveSchema,
    answers: [json(uploadSchema, 'Where the bytes go, or that they are there')],
    errors: ['not-found', 'conflict', 'no-space', 'quota', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/uploads/tus',
    who: 'signed-in',
    summary: 'Always refused: reserving an upload creates the resource that takes its bytes',
    answers: [],
    errors: ['forbidden'],
  },
  {
    ...tus,
    method: 'head',
    summary: 'The number of bytes received: `Upload-Offset` (tus 1.0.0)',
    answers: [{ status: 200, summary: 'Offset and length as headers' }],
  },
  {
    ...tus,
    method: 'patch',
    summary: 'Appends bytes at `Upload-Offset` (tus 1.0.0). Errors of tus itself are plain text',
    bytes: 'application/offset+octet-stream',
    answers: [{ status: 204, summary: 'The new offset as a header' }],
  },
  {
    ...tus,
    method: 'options',
    summary: 'The tus versions and extensions that the server supports',
    answers: [{ status: 204, summary: 'Versions and extensions as headers' }],
  },
  {
    method: 'post',
    path: '/api/uploads/:id/commit',
    who: 'signed-in',
    summary: 'Verifies size and SHA-256 and publishes the file. Repeating it returns the same answer',
    json: commitSchema,
    isBodyOptional: true,
    answers: [json(commitAnswerSchema, 'The file that the band sees now')],
    errors: [
      'forbidden',
      'conflict',
      'incomplete',
      'size-mismatch',
      'hash-mismatch',
      'unsupported-type',
      'no-space',
    ],
  },
  {
    method: 'get',
    path: '/api/uploads/:id',
    who: 'signed-in',
    summary: 'The state of an upload of the caller',
    answers: [json(uploadSchema, 'Its state')],
  },
];

const sound = ['audio/wav', 'audio/flac', 'audio/mpeg', 'audio/aac', 'audio/mp4', 'audio/ogg'];
const streamed: Omit<ApiRoute, 'path'> = {
  method: 'get',
  who: 'listener',
  summary: 'The sound of a file as Chromium plays it',
  answers: [{ status: 200, summary: 'The sound', mediaTypes: sound }],
  hasRanges: true,
  errors: ['unsupported-type'],
};
const pending: RouteAnswer = json(
  peaksPendingSchema,
  'Not yet: ask again when `file:peaks` is told, or after `Retry-After`',
  202,
);
const peaks: Omit<ApiRoute, 'path'> = {
  method: 'get',
  who: 'listener',
  summary:
    'The waveform of a file, in the data format of BBC audiowaveform, version 2; with `detail=rms` followed by its RMS. 404 if the file has none',
  query: peaksQuerySchema,
  answers: [
    { status: 200, summary: 'The waveform. It never changes', mediaTypes: ['application/octet-stream'] },
    pending,
  ],
};

const copy: Omit<ApiRoute, 'path'> = {
  method: 'get',
  who: 'listener',
  summary:
    'The compressed copy of a file, for thin connections: Ogg Opus, as long as the file. 404 if it has none',
  answers: [
    { status: 200, summary: 'The sound', mediaTypes: ['audio/ogg'] },
    json(peaksPendingSchema, 'Not yet: ask again at `file:copied`, or after `Retry-After`', 202),
  ],
  hasRanges: true,
};

const loudness: Omit<ApiRoute, 'path'> = {
  method: 'get',
  who: 'listener',
  summary: 'The loudness of a file, and its curve. 404 if the file has no sound to measure',
  answers: [
    json(loudnessCurveSchema, 'Loudness and curve. They never change'),
    json(peaksPendingSchema, 'Not yet: ask again at `file:measured`, or after `Retry-After`', 202),
  ],
};

const difference: Omit<ApiRoute, 'path'> = {
  method: 'get',
  who: 'listener',
  summary: 'What changed from the older file `to` to this one. 404 if the two can’t be compared',
  query: differenceQuerySchema,
  answers: [
    json(differenceSchema, 'The changes. They never change'),
    json(differencePendingSchema, 'Not yet: ask again after `Retry-After`', 202),
  ],
};

const files: ApiRoute[] = [
  {
    method: 'post',
    path: '/api/files/upload',
    who: 'member',
    summary: 'Uploads a file in one request, for small tools',
    form: { fields: fileFormSchema.partial({ name: true }), file: 'file' },
    isIdempotent: true,
    answers: [json(fileSchema, 'The file that the band sees now', 201)],
    errors: ['not-found', 'empty-file', 'too-large', 'unsupported-type', 'quota'],
  },
  {
    method: 'get',
    path: '/api/files/storage',
    who: 'signed-in',
    summary: 'The size of the caller’s files, in bytes',
    answers: [json(storageSchema, 'The sums')],
  },
  ...['/api/files/:id/download', '/media/:id/image'].map(
    (path): ApiRoute => ({
      ...{ method: 'get', path, who: 'listener' },
      summary: 'The file as it was uploaded. With `markers=1` a WAV with the open comments as cue points',
      answers: [{ status: 200, summary: 'The bytes', mediaTypes: ['application/octet-stream'] }],
      hasRanges: true,
    }),
  ),
  commandRoute(
    'file.update',
    200,
    {
      method: 'put',
      path: '/api/files/:id',
      summary: 'Changes the label and note of a version or stem',
    },
    ['id'],
  ),
  commandRoute(
    'file.delete',
    200,
    {
      method: 'delete',
      path: '/api/files/:id',
      summary: 'Deletes one version of a cut',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'file.restore',
    200,
    {
      method: 'post',
      path: '/api/files/:id/restore',
      summary: 'Brings a deleted file back, with its comments, approvals and links',
      errors: ['forbidden'],
    },
    ['id', 'projectId'],
  ),
  commandRoute(
    'file.move',
    200,
    {
      method: 'post',
      path: '/api/files/:id/move',
      summary: 'Moves a file to another cut, with its stems and the comments made on them',
    },
    ['id'],
  ),
  commandRoute(
    'file.approve',
    200,
    {
      method: 'post',
      path: '/api/files/:id/approve',
      summary: 'Approves a version, or takes the caller’s approval back',
    },
    ['id'],
  ),
  {
    method: 'get',
    path: '/api/files/:id/stems',
    who: 'listener',
    summary: 'The stems of a version as one ZIP, stored without compression. HEAD tells its size',
    answers: [{ status: 200, summary: 'The ZIP', mediaTypes: ['application/zip'] }],
    errors: ['too-large'],
  },
  {
    method: 'get',
    path: '/api/files/:id/contents',
    who: 'listener',
    summary: 'The files in a ZIP, at most 2,000. 404 if the file isn’t a ZIP, or is damaged',
    answers: [json(archiveContentsSchema, 'Names and unpacked sizes')],
  },
  { ...streamed, path: '/api/files/:id/stream' },
  { ...streamed, path: '/media/:id' },
  { ...copy, path: '/api/files/:id/listen' },
  { ...copy, path: '/media/:id/listen' },
  { ...peaks, path: '/api/files/:id/peaks' },
  { ...peaks, path: '/media/:id/peaks' },
  { ...loudness, path: '/api/files/:id/loudness' },
  { ...loudness, path: '/media/:id/loudness' },
  { ...difference, path: '/api/files/:id/difference' },
  { ...difference, path: '/media/:id/difference' },
];

export const fileRoutes: ApiRoute[] = [...uploads, ...files];
