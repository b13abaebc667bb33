import type { Request, Response } from 'express';
import type { BlobStore } from '../storage/blob-store.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { contentDisposition } from './content-disposition.ts';
import { sendRange } from './send-range.ts';

/** The name and type of a download. */
export type Served = { sha256: string; name: string; mimeType: string };

/** Answers GET or HEAD with a blob: whole, one range, or 304. */
export async function sendBlob(
  request: Request,
  response: Response,
  blobs: BlobStore,
  served: Served,
): Promise<void> {
  await using bytes = await openBlob(blobs, served.sha256);
  const chosen = response.get('Cache-Control');
  // Every answer begins with `no-store`; only a route that set something else keeps it.
  const isKept = chosen !== undefined && chosen !== 'no-store';
  response.set({ ...servedHeaders(served), ...(isKept && { 'Cache-Control': chosen }) });
  await sendRange(request, response, { etag: `"${served.sha256}"`, bytes });
}

/** Opens a blob that the database names. Throws if the store has lost it. */
export async function openBlob(blobs: Pick<BlobStore, 'open'>, sha256: string): Promise<StoredBytes> {
  const bytes = await blobs.open(sha256);
  if (!bytes) throw new Error(`The bytes of ${sha256} are missing from the blob store.`);
  return bytes;
}

/**
 * Only audio and pictures may be shown in place. Nothing is ever run: browsers may not guess the type, and a sandbox
 * blocks scripts if one opens the file.
 */
export function servedHeaders({ name, mimeType }: Omit<Served, 'sha256'>): Record<string, string> {
  const isInline = /^(audio|image)\//.test(mimeType);
  return {
    // Browsers ask again each time, so a removed member loses access; an unchanged file costs a 304.
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': contentDisposition(isInline ? 'inline' : 'attachment', name),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': mimeType,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  };
}
