import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyProjectEvent, findCut } from '../../../protocol/state/project-state.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Vibe } from '../../../protocol/wire/vibe.ts';

const at = '2026-03-01T10:00:00.000Z';
const ana = { id: 'ana', name: 'Ana', avatarUrl: null };

const empty: ProjectSnapshot = {
  id: 'p',
  name: 'Summer EP',
  description: null,
  imageUrl: null,
  createdAt: at,
  memberCount: 1,
  role: 'ADMIN',
  vibes: [],
  members: [{ projectId: 'p', user: ana, role: 'ADMIN', joinedAt: at }],
  epoch: 'e',
  seq: 0,
};

const vibe = (id: string, order: number): Vibe => ({
  id,
  name: id,
  projectId: 'p',
  imageUrl: null,
  order,
  createdAt: at,
});
const cut = (id: string, vibeId: string, order = 0): Cut => ({
  id,
  name: id,
  vibeId,
  projectId: 'p',
  order,
  createdAt: at,
  createdBy: ana,
  files: [],
  commentCount: 0,
});
const file = (id: string, cutId: string): File => ({
  id,
  name: `${id}.wav`,
  type: 'CUT',
  size: 4,
  mimeType: 'audio/wav',
  url: `/api/files/${id}/download`,
  uploadedBy: ana,
  createdAt: at,
  projectId: 'p',
  cutId,
  sha256: 'a'.repeat(64),
});

const projectWith = (...events: NamedEvent[]): ProjectSnapshot => events.reduce(applyProjectEvent, empty);
const shape = (project: ProjectSnapshot) =>
  project.vibes.map((each) => [each.id, each.cuts.map((inner) => [inner.id, inner.files.map((f) => f.id)])]);

const twoVibes: NamedEvent[] = [
  { name: 'vibe:created', payload: vibe('v1', 0) },
  { name: 'vibe:created', payload: vibe('v2', 1) },
  { name: 'cut:created', payload: cut('c1', 'v1') },
  { name: 'cut:created', payload: cut('c2', 'v1', 1) },
];

describe('applyProjectEvent', () => {
  it('builds a project from its events', () => {
    const project = projectWith(...twoVibes, { name: 'file:uploaded', payload: file('f1', 'c1') });
    expect(shape(project)).toEqual([
      [
        'v1',
        [
          ['c1', ['f1']],
          ['c2', []],
        ],
      ],
      ['v2', []],
    ]);
  });

  it('moves a cut to the end of the other vibe and renames its home', () => {
    const project = projectWith(...twoVibes, {
      name: 'cut:moved',
      payload: { cutId: 'c1', fromVibeId: 'v1', toVibeId: 'v2' },
    });
    expect(shape(project)).toEqual([
      ['v1', [['c2', []]]],
      ['v2', [['c1', []]]],
    ]);
    expect(findCut(project, 'c1')?.vibeId).toBe('v2');
  });

  it('orders files and members by their time, as the server does, also when its clock was set back', () => {
    const earlier = '2026-03-01T09:00:00.000Z';
    const [bea, cy] = ['bea', 'cy'].map((id) => ({ id, name: id, avatarUrl: null })) as [
      typeof ana,
      typeof ana,
    ];
    const member = { projectId: 'p', role: 'MEMBER' as const };
    const project = projectWith(
      ...twoVibes,
      { name: 'file:uploaded', payload: file('f2', 'c1') },
      { name: 'file:uploaded', payload: { ...file('f3', 'c1'), createdAt: earlier } },
      { name: 'file:uploaded', payload: file('f1', 'c1') },
      { name: 'member:joined', payload: { ...member, user: cy, joinedAt: earlier } },
      { name: 'member:joined', payload: { ...member, user: bea, joinedAt: at } },
    );
    expect(findCut(project, 'c1')?.files.map(({ id }) => id)).toEqual(['f3', 'f1', 'f2']);
    expect(project.members.map(({ user }) => user.id)).toEqual(['cy', 'ana', 'bea']);
  });

  it('deletes cuts, files and vibes', () => {
    const base: NamedEvent[] = [...twoVibes, { name: 'file:uploaded', payload: file('f1', 'c1') }];
    expect(
      shape(projectWith(...base, { name: 'file:deleted', payload: { fileId: 'f1', cutId: 'c1' } }))[0],
    ).toEqual([
      'v1',
      [
        ['c1', []],
        ['c2', []],
      ],
    ]);
    expect(shape(projectWith(...base, { name: 'cut:deleted', payload: { cutId: 'c1' } }))[0]).toEqual([
      'v1',
      [['c2', []]],
    ]);
    expect(shape(projectWith(...base, { name: 'vibe:deleted', payload: { vibeId: 'v1' } }))).toEqual([
      ['v2', []],
    ]);
  });

  it('reorders vibes', () => {
    const project = projectWith(...twoVibes, {
      name: 'vibes:reordered',
      payload: { projectId: 'p', vibeIds: ['v2', 'v1'] },
    });
    expect(project.vibes.map((each) => [each.id, each.order])).toEqual([
      ['v2', 0],
      ['v1', 1],
    ]);
  });

  it('counts a cut’s comments as they come and go, without their replies', () => {
    const comment = {
      id: 'm',
      text: 'Louder',
      timestamp: 1,
      createdAt: at,
      user: ana,
      replies: [],
      cutId: 'c1',
      fileId: null,
    };
    const { replies: _replies, timestamp: _timestamp, fileId: _fileId, ...reply } = comment;
    const commented: NamedEvent[] = [
      ...twoVibes,
      { name: 'comment:created', payload: comment },
      { name: 'comment:created', payload: { ...comment, id: 'n' } },
      { name: 'comment:reply', payload: { ...reply, id: 'r', commentId: 'm' } },
    ];
    expect(findCut(projectWith(...commented), 'c1')?.commentCount).toBe(2);
    expect(findCut(projectWith(...commented), 'c2')?.commentCount).toBe(0);
    const gone: NamedEvent = { name: 'comment:deleted', payload: { commentId: 'm', cutId: 'c1' } };
    expect(findCut(projectWith(...commented, gone), 'c1')?.commentCount).toBe(1);
  });

  it('counts members as they come and go', () => {
    const ben = {
      projectId: 'p',
      user: { id: 'ben', name: 'Ben', avatarUrl: null },
      role: 'MEMBER',
      joinedAt: at,
    } as const;
    const joined = projectWith({ name: 'member:joined', payload: ben });
    expect(joined.memberCount).toBe(2);
    const left = applyProjectEvent(joined, {
      name: 'member:left',
      payload: { projectId: 'p', userId: 'ben' },
    });
    expect(left.members.map((member) => member.user.id)).toEqual(['ana']);
  });

  const anyId = fc.constantFrom('v1', 'v2', 'c1', 'c2', 'f1', 'ghost');
  const anyEvent: fc.Arbitrary<NamedEvent> = fc.oneof(
    fc
      .tuple(anyId, fc.nat(3))
      .map(([id, order]): NamedEvent => ({ name: 'vibe:created', payload: vibe(id, order) })),
    fc
      .tuple(anyId, anyId, fc.nat(3))
      .map(([id, vibeId, order]): NamedEvent => ({ name: 'cut:created', payload: cut(id, vibeId, order) })),
    fc
      .tuple(anyId, anyId)
      .map(([id, cutId]): NamedEvent => ({ name: 'file:uploaded', payload: file(id, cutId) })),
    fc.tuple(anyId, anyId).map(
      ([cutId, toVibeId]): NamedEvent => ({
        name: 'cut:moved',
        payload: { cutId, fromVibeId: 'v1', toVibeId },
      }),
    ),
    anyId.map((cutId): NamedEvent => ({ name: 'cut:deleted', payload: { cutId } })),
    anyId.map((vibeId): NamedEvent => ({ name: 'vibe:deleted', payload: { vibeId } })),
  );

  it('is total, keeps its input, and never holds one cut twice', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let project = empty;
        for (const event of events) {
          const before = structuredClone(project);
          const next = applyProjectEvent(project, event);
          expect(project).toEqual(before);
          project = next;
        }
        const ids = project.vibes.flatMap((each) => each.cuts.map((inner) => inner.id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const each of project.vibes) for (const inner of each.cuts) expect(inner.vibeId).toBe(each.id);
      }),
    );
  });
});
