import { describe, expect, it } from 'vitest';
import { isInTrouble } from '../../protocol/ipc/lamp.ts';
import { folderStatus, routingSentence } from '../../renderer/features/bounce-folders/folder-text.ts';
import { checkRouting, routingDraft } from '../../renderer/features/bounce-folders/routing-draft.ts';

describe('bounce folders', () => {
  const now = new Date(2026, 5, 10, 14, 2).getTime();

  it('describes the routing', () => {
    const name = (id: string) => (id === 'v1' ? 'Sunset' : null);
    expect(routingSentence({ kind: 'vibe', vibeId: 'v1' }, name)).toBe('New songs go to Sunset');
    expect(routingSentence({ kind: 'vibe', vibeId: 'v2' }, name)).toBe(
      'New songs go to a deleted song or group',
    );
    expect(routingSentence({ kind: 'song-name' }, name)).toContain('song');
  });

  it('shows since when a folder is missing', () => {
    const status = folderStatus({ paused: false, status: { kind: 'missing', since: now } }, now);
    expect(status).toMatchObject({ title: 'Missing', tone: 'trouble' });
    expect(status.sentence).toContain('14:02');
  });

  it('needs attention only when bounces would go unnoticed although the folder isn’t paused', () => {
    const missing = { kind: 'missing', since: now } as const;
    expect(isInTrouble({ paused: false, status: missing })).toBe(true);
    expect(isInTrouble({ paused: true, status: missing })).toBe(false);
    expect(isInTrouble({ paused: false, status: { kind: 'starting' } })).toBe(false);
  });

  it('is paused whatever the watcher reports', () => {
    const status = { kind: 'watching', polling: false } as const;
    expect(folderStatus({ paused: true, status }, now).title).toBe('Paused');
    expect(folderStatus({ paused: false, status }, now)).toMatchObject({ title: 'Watching', sentence: null });
  });

  it('returns the drafted routing, or an error for what is missing', () => {
    for (const routing of [
      { kind: 'vibe', vibeId: 'v1' },
      { kind: 'vibe-name', name: 'Demos' },
      { kind: 'sub-folder' },
    ] as const)
      expect(checkRouting(routingDraft(routing))).toEqual(routing);
    expect(checkRouting({ kind: 'vibe', vibeId: '', name: '' })).toBe('Choose a song or group.');
    expect(checkRouting({ kind: 'vibe-name', vibeId: '', name: '  ' })).toBe(
      'Enter a name for the new group.',
    );
  });
});
