import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';
import { codeOf, explainS3Error, isMissing } from './s3-errors.ts';
import type { S3Place } from './storage-url.ts';

/** An object of the bucket. An `etag` pins its content; null: whatever is there. */
export type S3Object = { key: string; size: number; etag: string | null };

export type ListedObject = S3Object & { modifiedAt: Date };

/**
 * The few operations of S3 that the stores need, on keys below the prefix. The SDK repeats each a few times; what fails
 * still throws `StorageError`.
 */
export type S3 = {
  /** Null if there is no such object. */
  head(key: string): Promise<ListedObject | null>;
  put(key: string, body: Uint8Array): Promise<S3Object>;
  /** The bytes from `start` to `end`, both included. Goes on where a connection was cut. */
  read(object: S3Object, start: number, end: number, signal?: AbortSignal): AsyncGenerator<Uint8Array>;
  /** Does nothing if it isn't there. */
  remove(key: string): Promise<void>;
  list(prefix: string): AsyncGenerator<ListedObject>;
  /** The names between the prefix and the next slash. */
  listFolders(prefix: string): AsyncGenerator<string>;
  /** Copies an object of at most 5 GB inside the bucket. */
  copy(from: S3Object, to: string): Promise<void>;
  /** Makes one object of these parts, in order: bytes, or objects to copy. All but the last have at least 5 MiB. */
  assemble(key: string, parts: AsyncIterable<Uint8Array | S3Object> | Iterable<S3Object>): Promise<void>;
  /** Gives up every `assemble` that began before, here or in another process. */
  abortUnfinished(before: Date): Promise<void>;
};

/** S3 refuses smaller parts, except the last one. */
export const leastPartBytes = 5 * 1024 ** 2;
export const mostParts = 10_000;

/** Parts that are sent or copied at a time. */
const window = 4;
/** How often a download goes on after its connection was cut, without a byte in between. */
const mostCuts = 4;

const attempts = 4;
const connectMilliseconds = 3_000;
/** How long a connection may be silent, and how long the beginning of an answer may take. */
const silentMilliseconds = 15_000;
const answerMilliseconds = 60_000;

/** Loads the SDK, which nobody else needs. */
export async function openS3(place: S3Place): Promise<S3> {
  const sdk = await import('@aws-sdk/client-s3');
  const region = place.region ?? (place.endpoint ? 'us-east-1' : undefined);
  const agent = { maxSockets: Number.POSITIVE_INFINITY };
  const client = new sdk.S3Client({
    ...(place.endpoint && { endpoint: place.endpoint, forcePathStyle: true }),
    ...(region && { region }),
    maxAttempts: attempts,
    // The signature covers the content already, and many services lack the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectMilliseconds,
      socketTimeout: silentMilliseconds,
      requestTimeout: answerMilliseconds,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  return createS3(sdk, client, place);
}

type Sdk = typeof import('@aws-sdk/client-s3');

function createS3(sdk: Sdk, client: S3Client, place: S3Place): S3 {
  const { bucket, prefix } = place;
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + key });
  const sourceOf = ({ key }: S3Object) => `${bucket}/${encodeURIComponent(prefix + key)}`;

  async function attempt<Result>(request: Promise<Result>): Promise<Result> {
    try {
      return await request;
    } catch (error) {
      throw explainS3Error(error, place);
    }
  }

  async function head(key: string): Promise<ListedObject | null> {
    try {
      const found = await client.send(new sdk.HeadObjectCommand(at(key)));
      return {
        ...{ key, size: found.ContentLength ?? 0, etag: found.ETag ?? null },
        modifiedAt: found.LastModified ?? new Date(0),
      };
    } catch (error) {
      if (isMissing(error)) return null;
      throw explainS3Error(error, place);
    }
  }

  async function* read({ key, etag }: S3Object, start: number, end: number, signal?: AbortSignal) {
    let position = start;
    let cuts = 0;
    while (position <= end) {
      const command = new sdk.GetObjectCommand({
        ...at(key),
        ...(etag && { IfMatch: etag }),
        Range: `bytes=${position}-${end}`,
      });
      const { Body } = await attempt(client.send(command, signal && { abortSignal: signal }));
      try {
        for await (const chunk of Body as Readable) {
          position += chunk.length;
          cuts = 0;
          yield chunk as Uint8Array;
        }
        if (position <= end) throw new Error('S3 ended its answer too early.');
      } catch (error) {
        cuts += 1;
        if (signal?.aborted || cuts > mostCuts) throw explainS3Error(error, place);
        await pause(50 * 2 ** cuts);
      }
    }
  }

  async function* pages(below: string, delimiter?: string) {
    let token: string | undefined;
    do {
      const page = await attempt(
        client.send(
          new sdk.ListObjectsV2Command({
            ...{ Bucket: bucket, Prefix: prefix + below, Delimiter: delimiter },
            ContinuationToken: token,
          }),
        ),
      );
      yield page;
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }

  async function upload(key: string, uploadId: string, number: number, part: Uint8Array | S3Object) {
    const where = { ...at(key), UploadId: uploadId, PartNumber: number };
    if (part instanceof Uint8Array) {
      const { ETag } = await client.send(new sdk.UploadPartCommand({ ...where, Body: part }));
      return { ETag, PartNumber: number };
    }
    const copied = await client.send(
      new sdk.UploadPartCopyCommand({
        ...{ ...where, CopySource: sourceOf(part) },
        ...(part.etag && { CopySourceIfMatch: part.etag }),
      }),
    );
    return { ETag: copied.CopyPartResult?.ETag, PartNumber: number };
  }

  return {
    ...{ head, read },
    async put(key, body) {
      const { ETag } = await attempt(client.send(new sdk.PutObjectCommand({ ...at(key), Body: body })));
      return { key, size: body.length, etag: ETag ?? null };
    },
    async remove(key) {
      await attempt(client.send(new sdk.DeleteObjectCommand(at(key))));
    },
    async *list(below) {
      for await (const { Contents = [] } of pages(below)) {
        for (const { Key = '', Size = 0, ETag, LastModified } of Contents) {
          const key = Key.slice(prefix.length);
          yield { key, size: Size, etag: ETag ?? null, modifiedAt: LastModified ?? new Date(0) };
        }
      }
    },
    async *listFolders(below) {
      for await (const { CommonPrefixes = [] } of pages(below, '/')) {
        for (const { Prefix = '' } of CommonPrefixes) yield Prefix.slice((prefix + below).length, -1);
      }
    },
    async copy(from, to) {
      const source = { CopySource: sourceOf(from), ...(from.etag && { CopySourceIfMatch: from.etag }) };
      await attempt(client.send(new sdk.CopyObjectCommand({ ...at(to), ...source })));
    },
    async assemble(key, parts) {
      const begun = await attempt(client.send(new sdk.CreateMultipartUploadCommand(at(key))));
      const uploadId = begun.UploadId ?? '';
      const sent: Promise<CompletedPart>[] = [];
      try {
        for await (const part of parts) {
          await sent[sent.length - window];
          const sending = upload(key, uploadId, sent.length + 1, part);
          sending.catch(() => {});
          sent.push(sending);
        }
        const completed = { MultipartUpload: { Parts: await Promise.all(sent) }, UploadId: uploadId };
        await client.send(new sdk.CompleteMultipartUploadCommand({ ...at(key), ...completed }));
      } catch (error) {
        await Promise.allSettled(sent);
        // It may have been completed by an attempt whose answer was lost.
        if (codeOf(error) === 'NoSuchUpload' && (await head(key))) return;
        await client
          .send(new sdk.AbortMultipartUploadCommand({ ...at(key), UploadId: uploadId }))
          .catch(() => {});
        throw explainS3Error(error, place);
      }
    },
    async abortUnfinished(before) {
      const listing = { Bucket: bucket, Prefix: prefix };
      const { Uploads = [] } = await attempt(client.send(new sdk.ListMultipartUploadsCommand(listing)));
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (!Initiated || Initiated >= before) continue;
        const unfinished = { Bucket: bucket, Key, UploadId };
        await client.send(new sdk.AbortMultipartUploadCommand(unfinished)).catch(() => {});
      }
    },
  };
}
