import { expect, test } from 'vitest';
import { parseNotes } from '../../renderer/features/updates/parse-notes.ts';

test('reads headings, lists and paragraphs of a changelog, without the marks of Markdown', () => {
  const notes = [
    '### Added',
    '- Limits for **uploads** ([how](docs/limits.md)), set by `UPLOAD_LIMIT`.',
    '- _Pause while I record_ in my_folder.',
    '',
    'Thank you.',
    '### Fixed',
    '- One line.',
  ].join('\n');
  expect(parseNotes(notes)).toEqual([
    { kind: 'heading', text: 'Added' },
    {
      kind: 'list',
      items: ['Limits for uploads (how), set by UPLOAD_LIMIT.', 'Pause while I record in my_folder.'],
    },
    { kind: 'paragraph', text: 'Thank you.' },
    { kind: 'heading', text: 'Fixed' },
    { kind: 'list', items: ['One line.'] },
  ]);
  expect(parseNotes('Songs sound better.')).toEqual([{ kind: 'paragraph', text: 'Songs sound better.' }]);
  expect(parseNotes('')).toEqual([]);
});
