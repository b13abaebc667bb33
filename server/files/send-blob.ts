import type { Request, Response } from 'express';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import { contentDisposition } from './content-disposition.ts';
import { sendRange } from './send-range.ts';

/** What a download is called and taken for. */
export type Served = { sha256: string; name: string; mimeType: string };

/** Answers GET or HEAD with bytes of the store: whole, one range, or 304. */
export async function sendBlob(
  request: Request,
  response: Response,
  blobs: BlobStore,
  served: Served,
): Promise<void> {
  const { sha256 } = served;
  const size = await blobs.size(sha256);
  if (size === null) throw new Error(`The bytes of ${sha256} are missing from the blob store.`);
  response.set(servedHeaders(served));
  await sendRange(request, response, {
    size,
    etag: `"${sha256}"`,
    open: (range) => blobs.read(sha256, range),
  });
}

/**
 * Only audio and pictures may be shown in place; nothing is ever run: no guessing of types, and a sandbox without
 * scripts should a browser open it.
 */
export function servedHeaders({ name, mimeType }: Omit<Served, 'sha256'>): Record<string, string> {
  const isInline = /^(audio|image)\//.test(mimeType);
  return {
    // Asked again each time, so that who is no longer a member stops getting it; an unchanged one costs a 304.
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': contentDisposition(isInline ? 'inline' : 'attachment', name),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': mimeType,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  };
}
