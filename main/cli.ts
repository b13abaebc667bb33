import './common/file-threads.ts';

import { readFileSync } from 'node:fs';
import { type ReportLine, toSentence } from './headless/report.ts';
import { watch } from './headless/watch.ts';
import { parseWatchArguments } from './headless/watch-arguments.ts';
import { headlessText } from './text/headless.ts';

/**
 * `node main/cli.ts watch FOLDER --server URL --email E-MAIL --project NAME [--vibe NAME] [--json]`
 *
 * Lines go to stdout, errors to stderr. With `--json` every line on stdout is one object: `event` is one of
 * `sign-in-waiting`, `signed-in`, `watching`, `connection`, `folder`, `transfer`, `stopped`, `error`; their fields
 * are in headless/report.ts. Exit codes: 0 ended by Ctrl-C or SIGTERM, 1 another process uses the data folder (or a
 * bug), 2 invalid request, 3 the server refused the sign-in, 137 ended like 0 while the folder's volume did not answer.
 * A second Ctrl-C exits at once.
 */
const request = parseWatchArguments(process.argv.slice(2), process.env);
if (!request.ok) {
  process.stderr.write(`${request.message}\n${headlessText.usage}\n`);
  process.exit(2);
}
const { json } = request.data;

function print(line: ReportLine): void {
  if (json) process.stdout.write(`${JSON.stringify({ ...line, at: Date.now() })}\n`);
  const sentence = toSentence(line);
  if (line.event === 'error') process.stderr.write(`${sentence}\n`);
  else if (!json && sentence !== null) process.stdout.write(`${sentence}\n`);
}

const stopping = new AbortController();
let stoppingSince = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // One Ctrl-C can arrive twice: from the terminal and from the parent process.
    if (stopping.signal.aborted && Date.now() - stoppingSince > 1_000) process.exit(130);
    stoppingSince ||= Date.now();
    stopping.abort();
  });
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
process.exitCode = await watch(request.data, version, print, stopping.signal);
