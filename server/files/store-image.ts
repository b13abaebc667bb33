import type { Readable } from 'node:stream';
import type { Outcome } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';
import type { Inspector } from './inspector.ts';
import { type Keeping, keepBytes } from './keep-bytes.ts';
import { receiveFile } from './receive-file.ts';

/** Largest picture of a project or vibe, in bytes (10 MiB). */
const maximumImageBytes = 10 * 1024 ** 2;

/**
 * Keeps a picture (PNG, JPEG, WebP or GIF by its content; an SVG can contain scripts and is refused). The sweep removes
 * it unless a row names it within a day. Fails with `too-large`, `empty-file`, `unsupported-type` or `no-space`.
 */
export async function storeImage(
  { inspector, ...keeping }: Keeping & { inspector: Inspector },
  stream: Readable,
): Promise<Outcome<{ sha256: string; mimeType: string; size: number }>> {
  const received = await receiveFile(keeping.blobs, stream, maximumImageBytes);
  if (!received.ok) return received;
  await using bytes = received.data;
  const { sha256, size } = bytes;
  const inspected = await inspector.inspect(bytes);
  if (!inspected.ok || inspected.data.type !== 'IMAGE') {
    return failure('unsupported-type', 'This isn’t a PNG, JPEG, WebP or GIF picture.');
  }
  const kept = await keepBytes(keeping, bytes, sha256);
  return kept.ok ? { ok: true, data: { sha256, size, mimeType: inspected.data.mimeType } } : kept;
}
