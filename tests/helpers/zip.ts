import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { makeZip } from 'client-zip';

/** A ZIP of files that hold their own names; a name that ends with a slash is a folder. */
export async function zipOf(names: readonly string[]): Promise<Buffer<ArrayBuffer>> {
  const files = names.map((name) => (name.endsWith('/') ? { name } : { name, input: name }));
  const zip = makeZip(files) as unknown as ReadableStream<Uint8Array>;
  return Buffer.concat(await Readable.fromWeb(zip).toArray());
}
