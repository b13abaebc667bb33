import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandSchemas } from '../../../protocol/wire/command.ts';
import { describeCommands } from '../../../tools/api-docs/commands.ts';
import { root } from '../repository/source-files.ts';

test('docs/api/commands.md is what npm run docs:api writes now', () => {
  expect(readFileSync(join(root, 'docs/api/commands.md'), 'utf8')).toBe(describeCommands());
});

test('the page of commands has a row for each kind, made from its descriptor', () => {
  const page = describeCommands();
  for (const kind of Object.keys(commandSchemas)) expect(page).toContain(`| \`${kind}\``);
  expect(page).toContain(
    '| `cut.move` | `id`, `targetVibeId` | the project of ‹id› | Move ‹id› to ‹targetVibeId› | `targetVibeId` | cut |',
  );
});
