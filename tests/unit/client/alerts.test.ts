import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Alert, createAlerts, summarise } from '../../../client/account/alerts.ts';
import { systemClock } from '../../../common/clock.ts';
import type { RealtimeEvent } from '../../../protocol/ipc/pushes.ts';
import type { AccountSettings } from '../../../protocol/ipc/settings.ts';
import type { QuietHours } from '../../../protocol/wire/attention.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import type { Notification } from '../../../protocol/wire/notification.ts';
import { disposeLater } from '../../helpers/disposal.ts';

const at = '2026-01-01T00:00:00.000Z';
const now = () => new Date().toISOString();
const place = { topic: 'user:ana', seq: 1, at } as const;
const ben = { id: 'ben', name: 'Ben', avatarUrl: null };
const ana = { id: 'ana', name: 'Ana', avatarUrl: null };

const notification = (id: string, isRead = false): Notification => ({
  ...{ id, isRead, createdAt: now(), title: `Title ${id}`, message: `Message ${id}` },
  type: 'comment_added',
  link: { projectId: 'p', cutId: 'c', commentId: id },
});
const news = (id: string): RealtimeEvent => ({
  ...{ ...place, name: 'notification:new', payload: notification(id) },
});
const message = (sender = ben, text = 'Hello'): RealtimeEvent => ({
  ...place,
  name: 'chat:message',
  payload: { id: 'm', conversationId: 'talk', sender, text, createdAt: now() },
});

function listening() {
  const shown: Alert[] = [];
  const world = {
    settings: { isQuiet: false, mutedProjectIds: [] } as AccountSettings,
    notifications: [] as Notification[],
    conversations: [] as Conversation[],
    quietHours: null as QuietHours | null,
  };
  const alerts = createAlerts({
    userId: 'ana',
    settings: () => world.settings,
    notifications: () => world.notifications,
    conversations: () => world.conversations,
    quietHours: () => world.quietHours,
    notify: (alert) => shown.push(alert),
    clock: systemClock,
  });
  disposeLater(alerts.stop);
  const gathered = () => vi.advanceTimersByTime(1_000);
  return { shown, world, alerts, gathered };
}

beforeEach(() => {
  vi.useFakeTimers();
  disposeLater(() => vi.useRealTimers());
});

describe('system notifications', () => {
  it('shows news for the person, with the target of a click', () => {
    const { shown, alerts, gathered } = listening();
    alerts.receive(news('1'));
    alerts.receive(message());
    gathered();
    expect(shown).toEqual([
      {
        title: 'Title 1',
        body: 'Message 1',
        target: { kind: 'place', link: { projectId: 'p', cutId: 'c', commentId: '1' } },
        ...{ news: 'project', tag: '1', isSilent: false },
      },
      {
        ...{ title: 'Ben', body: 'Hello', target: { kind: 'conversation', conversationId: 'talk' } },
        ...{ news: 'direct', tag: 'm', isSilent: false },
      },
    ]);
  });

  it('opens the list for an invitation, whose project can’t be opened yet', () => {
    const { shown, world, alerts, gathered } = listening();
    const invited = { ...notification('1'), type: 'invited', link: { projectId: 'p' } } as const;
    alerts.receive({ ...place, name: 'notification:new', payload: invited });
    gathered();
    expect(shown).toMatchObject([
      { news: 'invitation', title: 'Title 1', body: 'Message 1', target: { kind: 'notifications' } },
    ]);
    alerts.receive({ ...place, name: 'notification:new', payload: invited });
    world.notifications = [{ ...invited, isRead: true }];
    gathered();
    expect(shown).toHaveLength(1);
  });

  it('leaves out the person’s own actions, and what isn’t news', () => {
    const { shown, alerts, gathered } = listening();
    alerts.receive(message(ana));
    alerts.receive({ ...place, name: 'notifications:read', payload: { upTo: '1' } });
    alerts.receive({ name: 'chat:presence', payload: { userId: 'ben', isOnline: true } });
    alerts.receive({ ...place, name: 'notification:new', payload: notification('1', true) });
    gathered();
    expect(shown).toEqual([]);
  });

  it('shows nothing in quiet mode, or of a muted project', () => {
    const { shown, world, alerts, gathered } = listening();
    world.settings = { isQuiet: true, mutedProjectIds: [] };
    alerts.receive(news('1'));
    alerts.receive(message());
    world.settings = { isQuiet: false, mutedProjectIds: ['p'] };
    alerts.receive(news('2'));
    gathered();
    expect(shown).toEqual([]);
    alerts.receive(message());
    gathered();
    expect(shown).toHaveLength(1);
  });

  it('leaves out what was read elsewhere in the meantime', () => {
    const { shown, world, alerts, gathered } = listening();
    for (const id of ['1', '2']) alerts.receive(news(id));
    alerts.receive(message());
    world.notifications = [notification('2'), notification('1', true)];
    world.conversations = [
      {
        ...{ id: 'talk', participants: [ana, ben], unreadCount: 0, lastMessage: null, readBy: [] },
        ...{ canSend: true, createdAt: at, seq: 1 },
      },
    ];
    gathered();
    expect(shown.map(({ title }) => title)).toEqual(['Title 2']);
  });

  it('shows nothing in quiet hours, on the clock of this computer', () => {
    const { shown, world, alerts, gathered } = listening();
    world.quietHours = { from: '22:00', until: '08:00' };
    for (const hour of [23, 3]) {
      vi.setSystemTime(new Date(2026, 2, 4, hour));
      alerts.receive(news(`${hour}`));
      gathered();
    }
    expect(shown).toEqual([]);
    vi.setSystemTime(new Date(2026, 2, 4, 8));
    alerts.receive(news('8'));
    gathered();
    expect(shown).toHaveLength(1);
  });

  describe('of a burst', () => {
    const bounced = (id: string, cutName: string, more: Partial<Notification> = {}): Notification => ({
      ...{ ...notification(id), type: 'file_uploaded', title: `Ben bounced ${cutName} v1`, actor: ben },
      ...{ projectName: 'Summer EP', cutName, versionNumber: 1, link: { projectId: 'p', cutId: cutName } },
      ...more,
    });

    function bursting() {
      const parts = listening();
      const arrive = (one: Notification) => {
        parts.world.notifications = [one, ...parts.world.notifications];
        parts.alerts.receive({ ...place, name: 'notification:new', payload: one });
      };
      return { ...parts, arrive };
    }

    it('are one that counts, and a later one replaces it without a sound', () => {
      const { shown, arrive, gathered } = bursting();
      arrive(bounced('1', 'Dune'));
      gathered();
      expect(shown).toMatchObject([{ title: 'Ben bounced Dune v1', tag: '1', isSilent: false }]);
      for (const [index, song] of ['Dune', 'Kite', 'Kite', 'Night Bus', 'Dune'].entries()) {
        arrive(bounced(`${index + 2}`, song));
        vi.advanceTimersByTime(500);
      }
      expect(shown).toHaveLength(1);
      vi.advanceTimersByTime(10_000);
      expect(shown).toHaveLength(2);
      expect(shown[1]).toMatchObject({
        title: 'Ben bounced 6 versions of 3 songs',
        body: 'Dune, Night Bus, Kite',
        target: { kind: 'notifications' },
        ...{ tag: '1', isSilent: true },
      });
    });

    it('lead to the newest if they are about one song, and make a sound again after ten minutes', () => {
      const { shown, arrive, gathered } = bursting();
      arrive(bounced('1', 'Dune'));
      arrive(bounced('2', 'Dune'));
      gathered();
      expect(shown).toMatchObject([
        {
          ...{ title: 'Ben bounced 2 versions of Dune', body: 'Summer EP', isSilent: false },
          target: { kind: 'place', link: { cutId: 'Dune' } },
        },
      ]);
      vi.advanceTimersByTime(10 * 60_000);
      arrive(bounced('3', 'Dune'));
      gathered();
      expect(shown[1]).toMatchObject({ title: 'Ben bounced 3 versions of Dune', tag: '1', isSilent: false });
    });

    it('count only what is unread', () => {
      const { shown, world, arrive, gathered } = bursting();
      world.notifications = [bounced('1', 'Dune', { isRead: true })];
      arrive(bounced('2', 'Dune'));
      gathered();
      expect(shown).toMatchObject([{ title: 'Ben bounced Dune v1', tag: '2' }]);
    });

    it('of different people are apart', () => {
      const { shown, arrive, gathered } = bursting();
      arrive(bounced('1', 'Dune'));
      arrive(bounced('2', 'Dune', { actor: ana, title: 'Ana bounced Dune v2' }));
      gathered();
      expect(shown.map(({ title }) => title)).toEqual(['Ben bounced Dune v1', 'Ana bounced Dune v2']);
    });
  });

  it('leaves what happened during an absence to its summary', () => {
    const { shown, alerts, gathered } = listening();
    const missed = news('1');
    vi.advanceTimersByTime(4 * 60 * 60_000);
    alerts.receive(missed);
    gathered();
    expect(shown).toEqual([]);
  });

  it('shows one for many', () => {
    const { shown, alerts, gathered } = listening();
    for (const id of ['1', '2', '3', '4']) alerts.receive(news(id));
    gathered();
    expect(shown).toMatchObject([
      { title: '4 new for you', body: 'Latest: Title 4', target: { kind: 'notifications' } },
    ]);
  });

  it('shows nothing after it was stopped', () => {
    const { shown, alerts, gathered } = listening();
    alerts.receive(news('1'));
    alerts.stop();
    gathered();
    expect(shown).toEqual([]);
  });

  it('keeps a long text to one short line', () => {
    const { shown, alerts, gathered } = listening();
    alerts.receive(message(ben, `two\nlines ${'x'.repeat(4_000)}`));
    gathered();
    expect(shown[0]?.body).toMatch(/^two lines x+…$/);
    expect(shown[0]?.body).toHaveLength(200);
    expect(summarise([])).toEqual([]);
  });
});
