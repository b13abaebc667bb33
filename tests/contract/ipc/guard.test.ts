import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Handlers } from '../../../client/account/handlers/handlers.ts';
import { systemClock } from '../../../common/clock.ts';
import { type CallSender, createGuard, originOf } from '../../../main/ipc/guard.ts';
import { firstMiniState } from '../../../main/shell/mini-window.ts';
import { createWindowHandlers } from '../../../main/shell/window-handlers.ts';
import { firstWindowState } from '../../../main/shell/window-state.ts';
import { createUpdates } from '../../../main/updates/create-updates.ts';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import { type ChannelName, channelSchemas } from '../../../protocol/ipc/channels.ts';
import { reaperPlace } from '../../helpers/local-access.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { startRuntime } from '../../helpers/runtime.ts';

const page: CallSender = { webContentsId: 1, frameUrl: 'app://bundle/index.html', isMainFrame: true };

/** A guard with handlers that record the calls that reach them. */
function recordingGuard() {
  const reached: { name: string; args: unknown }[] = [];
  const names = Object.keys(channelSchemas) as ChannelName[];
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      async (args: unknown): Promise<Answer<unknown>> => {
        reached.push({ name, args });
        return { ok: true, data: null };
      },
    ]),
  ) as unknown as Handlers;
  const log = createQuietLog();
  const guard = createGuard({ handlers, origin: 'app://bundle', isOurWindow: (id) => id === 1, log });
  return { guard, reached, handlers, log };
}

const updates = createUpdates({
  ...{ updater: null, clock: systemClock, log: createQuietLog() },
  mayDownload: () => true,
});

describe('the caller', () => {
  it('is let through if it is our page', async () => {
    const { guard, reached } = recordingGuard();
    expect(await guard(page, 'projects.list', null)).toEqual({ ok: true, data: null });
    expect(reached).toEqual([{ name: 'projects.list', args: null }]);
  });

  it.each<[string, Partial<CallSender>]>([
    ['another window', { webContentsId: 2 }],
    ['a frame within the page', { isMainFrame: false }],
    ['a frame that is gone', { frameUrl: null }],
    ['another origin', { frameUrl: 'https://evil.example/' }],
    ['another host of our scheme', { frameUrl: 'app://bundle.evil/index.html' }],
    ['our host by another scheme', { frameUrl: 'http://bundle/index.html' }],
    ['a file', { frameUrl: 'file:///app/index.html' }],
    ['an empty page', { frameUrl: 'about:blank' }],
    ['no address at all', { frameUrl: '' }],
  ])('is refused if it is %s', async (_who, change) => {
    const { guard, reached, log } = recordingGuard();
    const answer = await guard({ ...page, ...change }, 'projects.list', null);
    expect(answer).toMatchObject({ ok: false, kind: 'refused-call', message: expect.stringMatching(/\w/) });
    expect(reached).toEqual([]);
    expect(log.lines).toHaveLength(1);
  });

  it('is identified by scheme and host', () => {
    expect(originOf('app://bundle/a?b#c')).toBe('app://bundle');
    expect(originOf('http://localhost:5173/')).toBe('http://localhost:5173');
    expect(originOf('not an address')).toBeNull();
  });
});

describe('the call', () => {
  it.each([['nonsense'], ['__proto__'], ['constructor'], ['toString'], [''], [7], [null], [{}]])(
    'is refused if its name is %j',
    async (name) => {
      const { guard, reached } = recordingGuard();
      expect(await guard(page, name, null)).toMatchObject({ ok: false, kind: 'refused-call' });
      expect(reached).toEqual([]);
    },
  );

  it.each(Object.keys(channelSchemas))('is refused with invalid arguments for %s', async (name) => {
    const { guard, reached } = recordingGuard();
    // No channel accepts any of these.
    for (const args of [7, 'text', [], undefined, { id: { $gt: '' } }, { id: '../../x' }, () => null]) {
      expect(await guard(page, name, args)).toMatchObject({ ok: false, kind: 'refused-call' });
    }
    expect(reached).toEqual([]);
  });

  it('passes on the parsed arguments, not the raw ones', async () => {
    const { guard, reached } = recordingGuard();
    const login = { email: 'a@b.example', password: 'p', serverUrl: 'https://band.example/some/path' };
    await guard(page, 'session.signIn', { ...login, extra: true });
    expect(reached[0]?.args).toEqual({ ...login, serverUrl: 'https://band.example' });
  });

  it('is always answered with a value, whatever is sent', async () => {
    const { guard } = recordingGuard();
    const anyName = fc.oneof(fc.constantFrom(...Object.keys(channelSchemas)), fc.anything());
    await fc.assert(
      fc.asyncProperty(anyName, fc.anything(), async (name, args) => {
        expect(await guard(page, name, args)).toHaveProperty('ok');
      }),
      { numRuns: 300, examples: [[{ toString: [] }, []]] },
    );
  });

  it('is answered `internal` when a handler throws, and the reason is logged', async () => {
    const { guard, handlers, log } = recordingGuard();
    handlers['projects.list'] = async () => {
      throw new TypeError('the cache is on fire');
    };
    const answer = await guard(page, 'projects.list', null);
    expect(answer).toMatchObject({ ok: false, kind: 'internal' });
    expect(JSON.stringify(answer)).not.toContain('fire');
    expect(log.lines[0]?.message).toContain('the cache is on fire');
  });
});

const large = { isMini: false, isOnTop: true, isOnAllDesktops: false };
const largeWindow = {
  form: () => large,
  change: () => large,
  states: () => ({ main: firstWindowState, mini: firstMiniState }),
};

describe('the runtime', () => {
  it('has a handler for every channel, and no others', async () => {
    const { handlers } = await startRuntime();
    const all = { ...handlers, ...createWindowHandlers(() => undefined), ...updates.handlers };
    expect(Object.keys(all).sort()).toEqual(Object.keys(channelSchemas).sort());
  });

  it('answers every channel while nobody is signed in', async () => {
    const runtime = await startRuntime({ reaperPlace: await reaperPlace() });
    const log = createQuietLog();
    const guard = createGuard({
      handlers: { ...runtime.handlers, ...createWindowHandlers(() => largeWindow), ...updates.handlers },
      origin: 'app://bundle',
      isOurWindow: () => true,
      log,
    });
    const open = new Set([
      'app.start',
      'app.copyText',
      'alerts.state',
      'alerts.ask',
      'session.signOut',
      'connection.retryNow',
      'window.form',
      'updates.state',
      'updates.check',
      'window.change',
      ...['local.state', 'local.setHttp', 'local.showing'],
      ...['reaper.install', 'reaper.remove', 'reaper.chooseFolder', 'reaper.show'],
      'beside.state',
      'beside.change',
      'beside.pause',
      'beside.resume',
    ]);
    const args: Record<string, unknown> = {
      'identities.link': { provider: 'x' },
      'secondFactor.confirm': { code: '123456' },
      'secondFactor.renewCodes': { code: '123456' },
      'secondFactor.turnOff': { code: '123456' },
      'identities.unlink': { provider: 'x' },
      'app.copyText': { text: 'x' },
      'app.showInFolder': { transferId: 'x' },
      'commands.run': { kind: 'vibe.create', payload: {} },
      'outbox.retry': { operationId: 'x' },
      'outbox.discard': { operationId: 'x' },
      'outbox.edit': { operationId: 'x', payload: {} },
      'invitations.accept': { link: 'x' },
      'operator.run': { command: 'storage', input: {} },
      'invitations.pending': { projectId: 'x' },
      'invitations.revoke': { id: 'x' },
      'invitations.create': { projectId: 'x', email: 'a@b.example', role: 'MEMBER' },
      'bindings.create': { folder: '/x', projectId: 'x', routing: { kind: 'song-name' } },
      'bindings.addRule': { id: 'x', rule: { kind: 'title-word', word: 'XL' } },
      'bindings.removeRule': { id: 'x', ruleId: 'x' },
      'bindings.previewRule': { id: 'x', rule: { kind: 'never-stack', name: 'x' } },
      'bindings.decideOlder': { id: 'x', upload: [] },
      'activities.list': { projectId: null },
      'activities.dismiss': { ids: ['x'] },
      'activities.undismiss': { ids: ['x'] },
      'activities.dismissAll': { projectId: null },
      'comments.list': { cutId: 'x' },
      'comments.listMany': { cutIds: ['x'] },
      'deleted.list': null,
      'cuts.deleted': { projectId: 'x' },
      'blocks.add': { userId: 'x' },
      'blocks.remove': { userId: 'x' },
      'chat.open': { userId: 'x' },
      'chat.messages': { conversationId: 'x' },
      'chat.read': { conversationId: 'x', upTo: 'x' },
      'chat.typing': { conversationId: 'x', isTyping: true },
      'room.earlier': { projectId: 'x', before: 'x' },
      'account.changePassword': { currentPassword: 'x', password: 'four rusty strings' },
      'account.delete': { currentPassword: 'x' },
      'account.changeEmail': { currentPassword: 'x', email: 'ada@example.com' },
      'room.read': { projectId: 'x', upTo: 'x' },
      'settings.update': {},
      'window.change': { isMini: true },
      'beside.change': {},
      'beside.pause': { minutes: 30 },
      'party.start': { projectId: 'x', fileId: 'x', position: 0, isPlaying: true, loop: null },
      'party.join': { partyId: 'x' },
      'party.control': { partyId: 'x', control: { kind: 'pause' } },
      'party.point': { partyId: 'x', seconds: null },
      'party.clock': {},
      'search.query': { text: 'x' },
      'stems.contents': { fileId: 'x' },
      'stems.save': { versionId: 'x' },
      'stems.cancel': { versionId: 'x' },
      'stems.show': { versionId: 'x' },
      'downloads.save': { fileId: 'x' },
      'downloads.show': { fileId: 'x' },
      'markers.save': { title: 'x', tempo: 120, markers: [], format: 'text' },
      'markers.saveWav': { fileId: 'x', markers: [] },
      'drag.prepare': { kind: 'version', fileId: 'x' },
      'drag.start': { kind: 'version', fileId: 'x' },
      'drag.show': { kind: 'version', fileId: 'x' },
      'shares.create': { to: { kind: 'file', id: 'x' } },
      'shares.list': { projectId: 'x' },
      'local.setHttp': { isOn: false },
      'media.setCacheLimit': { limitBytes: 0 },
      'media.pin': { kind: 'cut', id: 'x', isPinned: true },
      'transfers.note': { id: 'x', note: null },
      'transfers.drop': { paths: ['/x'], target: { kind: 'project', projectId: 'x' } },
    };
    for (const name of Object.keys(channelSchemas) as ChannelName[]) {
      // They reach for the network, or open a dialog.
      if ((/^session\./.test(name) && name !== 'session.signOut') || name === 'bindings.chooseFolder')
        continue;
      const takesNull = channelSchemas[name].args.safeParse(null).success;
      const answer = await guard(page, name, args[name] ?? (takesNull ? null : { id: 'x' }));
      // Nothing was downloaded.
      if (name === 'updates.install') expect(answer).toMatchObject({ ok: false, kind: 'invalid' });
      else if (open.has(name)) expect(answer, name).toMatchObject({ ok: true });
      else expect(answer, name).toMatchObject({ ok: false, kind: 'signed-out' });
    }
    expect(log.lines).toEqual([]);
  });
});
