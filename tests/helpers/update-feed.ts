import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Release = {
  version: string;
  /** The package, as it is downloaded. */
  bytes: Buffer;
  /** The package of which the feed gives size and hash; else `bytes`. */
  published?: Buffer;
  notes?: string;
  /** Of a staged roll-out. */
  stagingPercentage?: number;
};

/** The address of a folder of updates for Linux, as `npm run package` makes it and any web server serves it. */
export async function startUpdateFeed(
  first: Release,
): Promise<{ url: string; requests: string[]; publish(release: Release): void; close(): void }> {
  let release = first;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://feed').pathname;
    requests.push(path);
    if (path === '/latest-linux.yml') response.end(description(release));
    else if (path.endsWith('.AppImage')) response.end(release.bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const publish = (next: Release) => {
    release = next;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, publish, close };
}

function description({ version, bytes, published = bytes, notes, stagingPercentage }: Release): string {
  const sha512 = createHash('sha512').update(published).digest('base64');
  const name = `bandmate-${version}-linux-x64.AppImage`;
  return [
    `version: ${version}`,
    `files:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${published.length}`,
    `path: ${name}\nsha512: ${sha512}`,
    ...(notes ? [`releaseNotes: ${JSON.stringify(notes)}`] : []),
    ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
    `releaseDate: '2026-01-01T00:00:00.000Z'`,
  ].join('\n');
}
