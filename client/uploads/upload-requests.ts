import type { Outcome } from '../../protocol/wire/error.ts';
import {
  type CommitAnswer,
  type CommitWish,
  commitAnswerSchema,
  type Reserve,
  type Upload,
  uploadSchema,
} from '../../protocol/wire/upload.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';

/** Both are idempotent: the same key returns the same row, and a repeated commit returns the same answer. */
export function reserveUpload(
  client: ServerClient,
  body: Reserve,
  signal: AbortSignal,
): Promise<Outcome<Upload, RequestFailureKind>> {
  return client.request({
    method: 'POST',
    path: '/api/uploads/reserve',
    body,
    schema: uploadSchema,
    signal,
    isRepeatable: true,
  });
}

export function commitUpload(
  client: ServerClient,
  uploadId: string,
  body: CommitWish,
  signal: AbortSignal,
): Promise<Outcome<CommitAnswer, RequestFailureKind>> {
  return client.request({
    method: 'POST',
    path: `/api/uploads/${uploadId}/commit`,
    body,
    schema: commitAnswerSchema,
    signal,
    isRepeatable: true,
  });
}
