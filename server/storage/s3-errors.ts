import { StorageError } from './storage-error.ts';
import type { S3Place } from './storage-url.ts';

type SdkError = {
  name?: string;
  Code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
};

/** The code of an answer of S3; null if there was no answer, or one that may be different the next time. */
export function codeOf(error: unknown): string | null {
  const { name, Code, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  if (error instanceof StorageError || status === undefined || status >= 500 || status < 300) return null;
  return Code ?? name ?? 'Unknown';
}

export function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound'].includes(codeOf(error) ?? '');
}

/** Codes of a service without room, or of a quota of the bucket. Clients then say that the server is full. */
const full = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientCapacity', 'InsufficientStorage']);

/** Refusals that stay until the operator changes something. */
const lasting: Record<string, (where: string, bucket: string) => string> = {
  NoSuchBucket: (where, bucket) =>
    `There is no bucket “${bucket}” ${where}. Create it, or correct STORAGE_URL.`,
  AccessDenied: (where, bucket) =>
    `The keys may not read, write, list and delete in the bucket “${bucket}” ${where}. Give them those permissions, or set others in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
  InvalidAccessKeyId: (where) => `The key in AWS_ACCESS_KEY_ID is unknown ${where}.`,
  SignatureDoesNotMatch: (where) =>
    `The secret in AWS_SECRET_ACCESS_KEY doesn’t belong to the key in AWS_ACCESS_KEY_ID ${where}.`,
  PermanentRedirect: (where, bucket) =>
    `The bucket “${bucket}” is in another region. Set region in STORAGE_URL; it was asked for ${where}.`,
  AuthorizationHeaderMalformed: (where, bucket) =>
    `The bucket “${bucket}” is in another region. Set region in STORAGE_URL; it was asked for ${where}.`,
};

/** Says what went wrong in a sentence for the operator. */
export function explainS3Error(error: unknown, { bucket, endpoint }: S3Place): Error {
  if (error instanceof StorageError) return error;
  const { name, Code, message = String(error), $metadata } = error as SdkError;
  const where = endpoint ? `at ${endpoint}` : 'at Amazon S3';
  const code = Code ?? name ?? '';
  if (full.has(code) || $metadata?.httpStatusCode === 507)
    return Object.assign(new Error(`The storage ${where} is full: ${message}`, { cause: error }), {
      code: 'ENOSPC',
    });
  const explain = Object.hasOwn(lasting, code) ? lasting[code] : undefined;
  if (explain) return new StorageError(explain(where, bucket), { isLasting: true, cause: error });
  if (name === 'CredentialsProviderError')
    return new StorageError(
      'There are no keys for the storage in STORAGE_URL. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      { isLasting: true, cause: error },
    );
  return new StorageError(`The storage ${where} can’t be used: ${message || code}`, {
    ...{ isLasting: false, cause: error },
  });
}
