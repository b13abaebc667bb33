import { expect, it } from 'vitest';
import { screenStrings } from './screen-strings.ts';
import { sourceFiles } from './source-files.ts';

it('keeps every string of the screens in renderer/text', () => {
  const found = sourceFiles()
    .filter(({ path }) => /^renderer\/(app|features|platform|ui)\/.*\.tsx?$/.test(path))
    .flatMap(({ path, text }) => screenStrings(path, text));
  expect(found).toEqual([]);
});

it.each([
  ['text between tags', '<p>All files</p>'],
  ['text in braces', "<p>{isDone ? 'Done' : text.open}</p>"],
  ['an attribute', '<button aria-label="Close" />'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code
  ['a template in an attribute', '<img alt={`Cover of ${name}`} />'],
  ['a choice in an attribute', "<Modal title={isNew ? 'New project' : title} />"],
  ['a menu entry', "const entry = { kind: 'item', label: 'Rename…' };"],
  ['a message', "say.failed('Couldn’t save', reason);"],
  ['a button of a message', "say.told(title, { action: { label: 'Undo', onChoose } });"],
])('finds %s', (_, source) => {
  expect(screenStrings('x.tsx', source)).toHaveLength(1);
});

it.each([
  ['a class name', '<p className="text-dim">{text.empty}</p>'],
  ['a separator', '<p>{size} · {clock}</p>'],
  ['a key', "if (event.key === 'Enter') run();"],
  ['the kind in a menu entry', "const entry = { kind: 'item', label: text.rename };"],
  ['a comparison in an attribute', "<p title={state.kind === 'done' ? text.done : text.open} />"],
])('ignores %s', (_, source) => {
  expect(screenStrings('x.tsx', source)).toEqual([]);
});
