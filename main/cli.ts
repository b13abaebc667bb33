import './common/file-threads.ts';

import { readFileSync } from 'node:fs';
import { type ReportLine, toSentence } from './headless/report.ts';
import { watch } from './headless/watch.ts';
import { parseWatchArguments, usage } from './headless/watch-arguments.ts';

/**
 * `node main/cli.ts watch FOLDER --server URL --email E-MAIL --project NAME [--vibe NAME] [--json]`
 *
 * Lines go to stdout, errors to stderr. With `--json` every line on stdout is one object: `event` is one of
 * `sign-in-waiting`, `signed-in`, `watching`, `connection`, `folder`, `transfer`, `stopped`, `error`; their fields
 * are in headless/report.ts. Exit codes: 0 ended by Ctrl-C or SIGTERM, 1 another process has the data folder or a
 * bug, 2 wrong request, 3 the server refused the sign-in, 137 ended like 0 while the folder's volume did not answer. A second Ctrl-C doesn't wait for anything.
 */
const request = parseWatchArguments(process.argv.slice(2), process.env);
if (!request.ok) {
  process.stderr.write(`${request.message}\n${usage}\n`);
  process.exit(2);
}
const { json } = request.data;

function say(line: ReportLine): void {
  if (json) process.stdout.write(`${JSON.stringify({ ...line, at: Date.now() })}\n`);
  const sentence = toSentence(line);
  if (line.event === 'error') process.stderr.write(`${sentence}\n`);
  else if (!json && sentence !== null) process.stdout.write(`${sentence}\n`);
}

const stopping = new AbortController();
let stoppingSince = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // One Ctrl-C can arrive twice: from the terminal and from what started this.
    if (stopping.signal.aborted && Date.now() - stoppingSince > 1_000) process.exit(130);
    stoppingSince ||= Date.now();
    stopping.abort();
  });
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
process.exitCode = await watch(request.data, version, say, stopping.signal);
