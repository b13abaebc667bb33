import { expect, it } from 'vitest';
import { wireWords } from './song-words.ts';
import { sourceFiles } from './source-files.ts';

/** Everything that people read: the screens, the client's sentences, and notifications. */
const shown =
  /^(?:renderer\/text\/|main\/text\/|client\/text\.ts$|commands\/[^/]+\.ts$|server\/notifications\/draft-)/;

/** The command line is read by scripts, which know its `--vibe` and its lines. */
const exempt = new Set(['main/text/headless.ts']);

it('says song, alternate and group to people, never cut or vibe', () => {
  const files = sourceFiles().filter(({ path }) => shown.test(path) && !exempt.has(path));
  expect(files.length).toBeGreaterThan(80);
  expect(files.flatMap(({ path, text }) => wireWords(path, text))).toEqual([]);
});

it.each([
  ['a sentence', "const text = { gone: 'This cut is gone' };"],
  ['a counted word', "const text = (cuts: number) => plural(cuts, 'cut');"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code
  ['a template', 'const text = (vibe: string) => `New cuts go to ${vibe}`;'],
  ['a heading', "const text = { groups: { vibe: 'Vibes' } };"],
])('finds %s', (_, source) => {
  expect(wireWords('x.ts', source)).toHaveLength(1);
});

it.each([
  ['a key', "const text = { 'new-cut': 'New song' };"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code
  ['a name', 'const text = (cut: string, vibe: string) => `${cut} in ${vibe}`;'],
  ['a choice’s value', "const ways = [{ value: 'vibe', text: 'Into one group' }];"],
  ['a comparison', "const isCut = kind === 'cut' ? 'Song' : 'Group';"],
  ['a type', "type Place = 'cut' | 'vibe';"],
  ['an import', "import type { Cut } from '../cut.ts';"],
])('ignores %s', (_, source) => {
  expect(wireWords('x.ts', source)).toEqual([]);
});
