import { describe, expect, it } from 'vitest';
import { readCommand } from '../../commands/read-command.ts';
import type { DropTarget } from '../../protocol/ipc/channels.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import { orphanedChanges } from '../../renderer/features/comments/orphaned-changes.ts';
import { isEditable, typedIn, withValue } from '../../renderer/features/pending/editable.ts';
import { isMadeHere } from '../../renderer/features/pending/made-here.ts';
import { operationText } from '../../renderer/features/pending/operation-text.ts';
import type { PendingBadges } from '../../renderer/features/pending/pending-badge.ts';
import { findPendingProject } from '../../renderer/features/pending/project-list-overlay.ts';
import { overlayProject } from '../../renderer/features/pending/project-overlay.ts';
import { refusedEntries } from '../../renderer/features/pending/refused-places.ts';
import { backlogOf } from '../../renderer/features/pending/use-backlog.ts';
import { emptyPlaceText } from '../../renderer/text/empty-place.ts';
import { type Backlog, changesText, signOutText } from '../../renderer/text/pending.ts';
import { summerEp } from '../fixtures/renderer/page/sample.ts';
import { at, me, newProject } from './overlay-surfaces.ts';

const refused = { kind: 'refused', errorKind: 'not-found', message: 'There is no such song.' } as const;
const queued = { kind: 'queued' } as const;
const position = { topic: 'project:ep', seq: 7, epoch: 'e' } as const;
const confirmed: PendingOperation['state'] = { kind: 'confirmed', positions: [position] };
let number = 0;

function operation<Kind extends CommandKind>(
  kind: Kind,
  payload: CommandPayload<Kind>,
  state: PendingOperation['state'] = refused,
  projectId: string | null = 'ep',
): PendingOperation {
  number += 1;
  return { operationId: `o${number}`, kind, payload, projectId, createdAt: at, state };
}

describe('a project that the server doesn’t know yet', () => {
  const making = operation('project.create', { id: 'new', name: 'Winter demos' }, { kind: 'queued' });

  it('can be used', () => {
    const coming = findPendingProject([making], 'new', me);
    if (!coming) throw new Error('No pending change');
    expect(coming).toMatchObject({ ...newProject, vibes: [], members: [{ user: me, role: 'ADMIN' }] });
    const start = operation('vibe.create', { id: 'v', projectId: 'new', name: 'One' }, { kind: 'queued' });
    expect(overlayProject(coming, [making, start], me).project.vibes.map(({ name }) => name)).toEqual([
      'One',
    ]);
  });

  it('exists only if it was created here', () => {
    expect(findPendingProject([making], 'ep', me)).toBeNull();
    expect(findPendingProject([], 'new', me)).toBeNull();
  });
});

describe('a refused change', () => {
  const project = summerEp();
  const rename = operation('cut.update', { id: 'sg1', name: 'x' });
  const move = operation('cut.move', { id: 'sg1', targetVibeId: 'ideas' });

  it('shares one badge with other refusals of the same thing, oldest first, and hides pending ones', () => {
    const later = operation('cut.update', { id: 'sg1', name: 'y' }, queued);
    const badge = overlayProject(project, [rename, move, later], me).badges.get('sg1');
    expect(badge).toMatchObject({
      kind: 'refused',
      operationId: rename.operationId,
      operations: [rename, move],
    });
  });

  it('stays in its place if it creates something, with later changes to that', () => {
    const { project: shown, badges } = overlayProject(
      project,
      [
        operation('cut.create', { id: 'new', vibeId: 'harbour', name: 'first' }),
        operation('cut.update', { id: 'new', name: 'second' }, queued),
      ],
      me,
    );
    expect(shown.vibes.find(({ id }) => id === 'harbour')?.cuts).toMatchObject([{ name: 'second' }]);
    expect(badges.get('new')).toMatchObject({ kind: 'refused' });
  });

  it('is listed on the page if no row can show it', () => {
    const gone = [
      operation('cut.update', { id: 'gone', name: 'x' }),
      operation('cut.create', { id: 'new', vibeId: 'gone', name: 'x' }),
      operation('member.remove', { projectId: 'ep', userId: 'gone' }),
      operation('comment.create', { id: 'c', cutId: 'gone', text: 'my words', timestamp: 1 }),
      operation('reply.create', { id: 'r', commentId: 'gone', text: 'mine too' }),
    ];
    const here = operation('comment.create', { id: 'd', cutId: 'sg1', text: 'x', timestamp: 1 });
    const others = [
      operation('cut.update', { id: 'gone', name: 'x' }, queued),
      operation('cut.update', { id: 'gone', name: 'x' }, refused, 'live'),
      operation('message.send', { id: 'm', conversationId: 'c', text: 'x' }, refused, null),
    ];
    const { project: shown } = overlayProject(project, gone, me);
    const entries = refusedEntries([rename, move, ...gone, here, ...others], {
      kind: 'project',
      project: shown,
    });
    expect(entries.map((entry) => entry.operation)).toEqual([...gone, here]);
    expect(entries.map(({ cutId }) => cutId)).toEqual([null, null, null, null, null, 'sg1']);
  });

  it('is listed for a project that is gone, or for a cut that is', () => {
    const comment = operation('comment.create', { id: 'c', cutId: 'sg1', text: 'my words', timestamp: 1 });
    const all = [rename, comment, operation('vibe.create', { id: 'v', projectId: 'ep', name: 'x' })];
    const ofProject = refusedEntries(all, { kind: 'gone-project', projectId: 'ep' });
    expect(ofProject.map((entry) => entry.operation)).toEqual(all);
    const ofCut = refusedEntries(all, { kind: 'gone-cut', projectId: 'ep', cutId: 'sg1' });
    expect(ofCut.map((entry) => entry.operation)).toEqual([rename, comment]);
  });
});

it('a refused reply to a deleted comment is listed in its cut while it has no place there', () => {
  const reply = operation('reply.create', { id: 'r', commentId: 'gone', text: 'mine' });
  const change = operation('comment.update', { id: 'gone', text: 'changed' });
  const elsewhere = operation('reply.create', { id: 's', commentId: 'other', text: 'x' });
  const seen = new Map([
    ['gone', 'sg3'],
    ['other', 'sg1'],
  ]);
  const lost = (badges: PendingBadges) =>
    orphanedChanges(
      [reply, change, elsewhere, operation('cut.delete', { id: 'gone' })],
      'sg3',
      badges,
      (id) => seen.get(id),
    ).map((one) => one.operation);
  expect(lost(new Map())).toEqual([reply, change]);
  expect(lost(new Map([['r', { kind: 'pending', operationId: 'o' }]]))).toEqual([change]);
});

describe('the text in a change', () => {
  it('can be found, and replaced alone', () => {
    const command = readCommand(
      operation('comment.create', { id: 'c', cutId: 'sg1', text: 'old', timestamp: 4.5, fileId: null }),
    );
    if (!command) throw new Error('It is known');
    expect(typedIn(command)?.value).toBe('old');
    expect(withValue(command, 'new')).toEqual({ ...command.payload, text: 'new' });
  });

  it('can be edited until the change may have arrived', () => {
    const can = (one: PendingOperation) => isEditable(one, readCommand(one));
    const rename = (state: PendingOperation['state']) =>
      operation('cut.update', { id: 'sg1', name: 'x' }, state);
    expect(can(rename(refused))).toBe(true);
    expect(can(rename(queued))).toBe(true);
    expect(can(rename({ kind: 'sending' }))).toBe(false);
    expect(can(rename({ kind: 'queued', mayHaveArrived: true }))).toBe(false);
    expect(can(operation('cut.delete', { id: 'sg1' }))).toBe(false);
    expect(can({ ...rename(refused), kind: 'cut.colour' })).toBe(false);
  });

  it('is shown whole where the sentence has only its beginning', () => {
    const text = 'a long one '.repeat(30).trim();
    const message = { id: 'm', conversationId: 'c' };
    expect(operationText(operation('message.send', { ...message, text })).text).toBe(text);
    expect(operationText(operation('message.send', { ...message, text: 'short' })).text).toBeNull();
    expect(operationText(operation('cut.update', { id: 'sg1', name: text.slice(0, 200) })).text).toBeNull();
  });

  it('is named without a text that is whole below, whatever that says', () => {
    const text = 'Comment on “this” to '.repeat(12).trim();
    const heading = (one: PendingOperation) => operationText(one).heading;
    const comment = { id: 'c', cutId: 'gone', text, timestamp: 0 };
    expect(heading(operation('comment.create', comment))).toBe('Comment on a song');
    expect(heading(operation('comment.update', { id: 'c', text }))).toBe('Change a comment');
    expect(heading(operation('reply.create', { id: 'r', commentId: 'c', text }))).toBe('Reply to a comment');
    expect(heading(operation('reply.update', { id: 'r', text }))).toBe('Change a reply');
    const message = { id: 'm', text };
    expect(heading(operation('message.send', { ...message, conversationId: 'c' }))).toBe('Send a message');
    expect(heading(operation('room.send', { ...message, projectId: 'ep' }))).toBe(
      'Send a message to the room',
    );
    const short = operation('comment.update', { id: 'c', text: 'short' });
    expect(heading(short)).toBe('Change a comment to “short”');
  });
});

it('files can’t be dropped on something that the server doesn’t know yet', () => {
  const operations = [
    operation('vibe.create', { id: 'v', projectId: 'ep', name: 'x' }, queued),
    operation('project.create', { id: 'new', name: 'x' }, refused, 'new'),
  ];
  const isNew = (target: DropTarget) => isMadeHere(operations, target);
  expect(isNew({ kind: 'vibe', projectId: 'ep', vibeId: 'v' })).toBe(true);
  expect(isNew({ kind: 'cut', projectId: 'new', cutId: 'c' })).toBe(true);
  expect(isNew({ kind: 'project', projectId: 'ep' })).toBe(false);
  expect(isNew({ kind: 'cut', projectId: 'ep', cutId: 'sg1' })).toBe(false);
});

it('files can be dropped as soon as the server has confirmed the place', () => {
  const made = operation('project.create', { id: 'new', name: 'x' }, queued, 'new');
  const target = { kind: 'project', projectId: 'new' } as const;
  expect(isMadeHere([made], target)).toBe(true);
  expect(isMadeHere([{ ...made, state: confirmed }], target)).toBe(false);
});

it('an empty place says what can be added to it', () => {
  const words = [false, true].flatMap((madeHere) =>
    [false, true].map((bounceFolders) => emptyPlaceText.vibe(madeHere, bounceFolders)),
  );
  expect(words).toEqual([
    'Nothing here yet. Drop files here.',
    'Nothing here yet. Drop files here, or just bounce.',
    'Nothing here yet. You can add files once it’s sent.',
    'Nothing here yet. You can add files once it’s sent.',
  ]);
  expect([false, true].map((madeHere) => emptyPlaceText.cut(madeHere))).toEqual([
    'No files yet. Drop one here.',
    'No files yet. You can add them once it’s sent.',
  ]);
  expect([false, true].map((madeHere) => emptyPlaceText.cutPage(madeHere))).toEqual([
    'Nothing to play yet. Drop a bounce here to play it.',
    'Nothing to play yet. You can add files once the song is sent.',
  ]);
});

describe('the backlog', () => {
  const queuedOne = operation('cut.delete', { id: 'sg1' }, queued);
  const refusedOne = operation('cut.delete', { id: 'sg1' });

  it('counts pending changes, refusals and files', () => {
    const transfers = [{ state: { kind: 'hashing' } }, { state: { kind: 'reserved' } }] as const;
    expect(backlogOf([queuedOne, refusedOne, queuedOne], transfers)).toEqual({
      changes: 2,
      refused: 1,
      files: 2,
    });
  });

  it('is shown in the status bar, refusals first', () => {
    const words = (changes: number, refusals: number) =>
      changesText({ changes, refused: refusals, files: 1 });
    expect([words(0, 0), words(1, 0), words(0, 2), words(3, 1)]).toEqual([
      null,
      '1 change pending',
      '2 changes refused',
      '1 refused, 3 pending',
    ]);
  });

  it('is shown at sign-out, with what will happen to it', () => {
    const words = (backlog: Backlog, keeps = true) => signOutText(backlog, 'Ana', keeps);
    expect(words({ changes: 0, refused: 0, files: 0 })).toBe('All changes synced.');
    expect(words({ changes: 3, refused: 1, files: 1 })).toBe(
      '3 changes and 1 file, and 1 refused change haven’t synced. They stay on this computer, for this account only, until Ana signs in here again.',
    );
    expect(words({ changes: 1, refused: 0, files: 0 })).toContain('1 change hasn’t synced. It stays');
    expect(words({ changes: 2, refused: 0, files: 0 }, false)).toBe(
      '2 changes haven’t synced and will be lost when you sign out.',
    );
  });
});
