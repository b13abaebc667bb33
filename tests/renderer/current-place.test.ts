import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import { findCommentCut } from '../../renderer/features/corrections/use-moved-comment.ts';
import { currentPlace, findFile } from '../../renderer/platform/current-place.ts';
import { summerEp } from '../fixtures/renderer/page/sample.ts';

const project = summerEp();
const at = (cutId: string, more: { fileId?: string; commentId?: string } = {}) =>
  ({ name: 'project', projectId: 'ep', cutId, ...more }) as const;

describe('currentPlace', () => {
  it('is the same route for what stays where it was', () => {
    const route = at('sg3', { fileId: 'sg3a' });
    expect(currentPlace(route, project)).toBe(route);
  });

  it('follows a version to the cut that it is in now', () => {
    expect(currentPlace(at('sg1', { fileId: 'sg3a' }), project)).toEqual(at('sg3', { fileId: 'sg3a' }));
  });

  it('follows a merged cut, with the comment that the link leads to', () => {
    const [first] = project.vibes;
    const merged = {
      ...project,
      vibes: project.vibes.map((vibe) =>
        vibe === first
          ? {
              ...vibe,
              cuts: vibe.cuts.map((cut) => (cut.id === 'sg2' ? { ...cut, formerIds: ['old'] } : cut)),
            }
          : vibe,
      ),
    };
    expect(currentPlace(at('old', { commentId: 'c1' }), merged)).toEqual(at('sg2', { commentId: 'c1' }));
  });

  it('leaves a cut that is gone to the page, which says so', () => {
    const route = at('gone', { fileId: 'gone' });
    expect(currentPlace(route, project)).toBe(route);
  });
});

describe('findFile', () => {
  it('numbers versions and nothing else', () => {
    expect(findFile(project, 'sg3b')).toMatchObject({
      cut: { id: 'sg3' },
      vibeName: 'Sunset Groove',
      version: 2,
    });
    expect(findFile(project, 'sg2b')).toMatchObject({ cut: { id: 'sg2' }, version: null });
    expect(findFile(project, 'gone')).toBeNull();
  });
});

describe('findCommentCut', () => {
  it('finds the cut that a comment moved to, and reads no more cuts than needed', async () => {
    const read: string[] = [];
    const bridge = {
      invoke: async (_name: string, { cutId }: { cutId: string }) => {
        read.push(cutId);
        return { ok: true, data: cutId === 'ln1' ? [{ id: 'c1' }] : [] };
      },
    } as unknown as Pick<Bridge, 'invoke'>;
    const commented = {
      ...project,
      vibes: project.vibes.map((vibe) => ({
        ...vibe,
        cuts: vibe.cuts.map((cut) => ({ ...cut, commentCount: cut.id === 'id1' ? 0 : 1 })),
      })),
    };
    expect(await findCommentCut(bridge, commented, 'c1', 'sg1')).toBe('ln1');
    expect(read).toEqual(['sg3', 'ln1']);
    expect(await findCommentCut(bridge, commented, 'gone', 'sg1')).toBeNull();
    expect(read).not.toContain('id1');
  });
});
