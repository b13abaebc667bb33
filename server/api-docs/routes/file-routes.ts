import { fileSchema, storageSchema } from '../../../protocol/wire/file.ts';
import { peaksPendingSchema } from '../../../protocol/wire/peaks.ts';
import { commitAnswerSchema, reserveSchema, uploadSchema } from '../../../protocol/wire/upload.ts';
import { fileFormSchema } from '../../files/file-routes.ts';
import { type ApiRoute, commandRoute, json, type RouteAnswer } from '../route.ts';

const tus: Pick<ApiRoute, 'path' | 'who'> = { path: '/api/uploads/tus/:id', who: 'signed-in' };

const uploads: ApiRoute[] = [
  {
    method: 'post',
    path: '/api/uploads/reserve',
    who: 'member',
    says: 'Announces an upload: the same `uploadKey` again answers the same one',
    json: reserveSchema,
    answers: [json(uploadSchema, 'Where the bytes go, or that they are there')],
    errors: ['not-found', 'conflict', 'no-space'],
  },
  {
    method: 'post',
    path: '/api/uploads/tus',
    who: 'signed-in',
    says: 'Always refused: the reservation makes the resource to which bytes are sent',
    answers: [],
    errors: ['forbidden'],
  },
  {
    ...tus,
    method: 'head',
    says: 'How far the bytes have come: `Upload-Offset` (tus 1.0.0)',
    answers: [{ status: 200, says: 'Offset and length as headers' }],
  },
  {
    ...tus,
    method: 'patch',
    says: 'Takes bytes from `Upload-Offset` on (tus 1.0.0); errors of tus itself are text',
    bytes: 'application/offset+octet-stream',
    answers: [{ status: 204, says: 'The new offset as a header' }],
  },
  {
    ...tus,
    method: 'options',
    says: 'What of tus is spoken here',
    answers: [{ status: 204, says: 'Versions and extensions as headers' }],
  },
  {
    method: 'post',
    path: '/api/uploads/:id/commit',
    who: 'signed-in',
    says: 'Verifies size and SHA-256 and makes the file visible; again answers the same',
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
    says: 'How an upload of the caller stands',
    answers: [json(uploadSchema, 'Its state')],
  },
];

const sound = ['audio/wav', 'audio/flac', 'audio/mpeg', 'audio/aac', 'audio/mp4', 'audio/ogg'];
const streamed: Omit<ApiRoute, 'path'> = {
  method: 'get',
  who: 'member',
  says: 'The sound of a file as Chromium plays it',
  answers: [{ status: 200, says: 'The sound', mediaTypes: sound }],
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
  who: 'member',
  says: 'The waveform of a file: the data format of BBC audiowaveform, version 2. 404: there will be none',
  answers: [
    { status: 200, says: 'The waveform, the same for ever', mediaTypes: ['application/octet-stream'] },
    pending,
  ],
};

const files: ApiRoute[] = [
  {
    method: 'post',
    path: '/api/files/upload',
    who: 'member',
    says: 'A whole upload in one request, for small tools',
    form: { fields: fileFormSchema.partial({ name: true }), file: 'file' },
    isIdempotent: true,
    answers: [json(fileSchema, 'The file that the band sees now', 201)],
    errors: ['not-found', 'empty-file', 'too-large', 'unsupported-type'],
  },
  {
    method: 'get',
    path: '/api/files/storage',
    who: 'signed-in',
    says: 'What the caller’s files take, in bytes',
    answers: [json(storageSchema, 'The sums')],
  },
  {
    method: 'get',
    path: '/api/files/:id/download',
    who: 'member',
    says: 'The file as it was uploaded',
    answers: [{ status: 200, says: 'The bytes', mediaTypes: ['application/octet-stream'] }],
    hasRanges: true,
  },
  commandRoute(
    'file.delete',
    200,
    {
      method: 'delete',
      path: '/api/files/:id',
      who: 'admin',
      says: 'Deletes one version of a cut',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  { ...streamed, path: '/api/files/:id/stream' },
  { ...streamed, path: '/media/:id' },
  { ...peaks, path: '/api/files/:id/peaks' },
  { ...peaks, path: '/media/:id/peaks' },
];

export const fileRoutes: ApiRoute[] = [...uploads, ...files];
