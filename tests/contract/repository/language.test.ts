import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './source-files.ts';

/**
 * Habits that make the language of this project hard to read, each with the usual word. `in`: where the rule applies;
 * everywhere if it is left out.
 */
const habits: { habit: string; pattern: RegExp; use: string; in?: RegExp }[] = [
  { habit: 'anew', pattern: /\banew\b/i, use: 'again' },
  { habit: 'by itself', pattern: /\bby (itself|themselves)\b/i, use: 'automatically, or alone' },
  { habit: 'the one of before', pattern: /\bof before\b/i, use: 'the previous one' },
  { habit: 'to come', pattern: /\btoCome\b/, use: 'pending' },
  { habit: 'put before the band', pattern: /\bbefore the band\b/i, use: 'share' },
  { habit: 'in any case', pattern: /\bin any case\b/i, use: 'drop it' },
  {
    habit: 'a subject with who or what',
    pattern: /^\s*(?:\/\/|\/?\*+)\s*(?:Who|Whoever|What)\s/,
    use: 'the thing itself: “The state of …”, “Files that …”',
    in: /\.(ts|tsx|mjs|css)$/,
  },
  {
    habit: 'a document outside the repository',
    pattern: /\b(?:wire §|seed\/)/,
    use: 'docs/protocol.md',
  },
  {
    habit: 'a retired name',
    pattern:
      /\b(?:[A-Z]?\w*Conveyor|TransferBook|Surroundings|CommentDesk|findBarriers|\w*Seat|areConversationsOfBefore)\b/,
    use: 'docs/glossary.md',
    in: /\.(ts|tsx|mjs)$/,
  },
];

/** This list names the habits; the changelog quotes old names. */
const exempt = new Set(['CHANGELOG.md', 'tests/contract/repository/language.test.ts']);

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => /\.(ts|tsx|mjs|css|md)$/.test(path) && !exempt.has(path));

/** `path:line` of each line of these texts that has the habit. */
function findHabit({ pattern, in: where }: (typeof habits)[number], texts: { path: string; text: string }[]) {
  return texts
    .filter(({ path }) => !where || where.test(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    );
}

describe('the language of the repository', () => {
  const texts = files.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    } catch {
      // Deleted in the working tree and not committed yet.
      return [];
    }
  });

  test('is read from every source file and document', () => {
    expect(texts.length).toBeGreaterThan(900);
    for (const path of [
      'README.md',
      'protocol/wire/command.ts',
      'renderer/app/app.tsx',
      'docs/architecture.md',
    ]) {
      expect(texts.map((one) => one.path)).toContain(path);
    }
  });

  test.each(habits.map((one) => [one.habit, one] as const))('avoids: %s', (_habit, one) => {
    expect(findHabit(one, texts), `Use instead: ${one.use}`).toEqual([]);
  });

  test.each([
    ['anew', 'x.ts', '  // Read anew after a restart.'],
    ['by itself', 'x.md', 'It goes out by itself.'],
    ['a subject with who or what', 'x.ts', ' * Who types must not wait.'],
    ['a document outside the repository', 'x.ts', '// wire §2'],
    ['a retired name', 'x.ts', 'const conveyor = createConveyor();'],
  ])('finds: %s', (habit, path, text) => {
    const one = habits.find((candidate) => candidate.habit === habit);
    expect(one && findHabit(one, [{ path, text }])).toEqual([`${path}:1`]);
  });
});
