import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The floor of an upload: a request's body goes to a file and is answered, nothing else. Prints its address. */
const folder = process.argv[2] ?? tmpdir();
let count = 0;
const server = createServer(async (request, response) => {
  await pipeline(request, createWriteStream(join(folder, `put-${count++}`)));
  response.writeHead(204).end();
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
