import { expect, it } from 'vitest';
import { releaseNotes } from '../../../../tools/packages/app/release-notes.ts';

const changelog =
  '# Changelog\n\n## Unreleased\n\n- Next.\n\n## 0.2.0 (2026-11-28)\n\n- Songs.\n\n## 0.1.0\n\n- First.\n';

it('takes the notes of the version that is packaged, else what is unreleased', () => {
  expect(releaseNotes(changelog, '0.2.0')).toBe('- Songs.');
  expect(releaseNotes(changelog, '0.1.0')).toBe('- First.');
  expect(releaseNotes(changelog, '0.3.0')).toBe('- Next.');
});
