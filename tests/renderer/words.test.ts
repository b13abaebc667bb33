import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import { type Activity, type ActivityType, activityTypeSchema } from '../../protocol/wire/activity.ts';
import { keyAction } from '../../renderer/app/keys.ts';
import { activityLine, activityRows, madeWords } from '../../renderer/features/activity/activity-words.ts';
import {
  folderStatus,
  isInTrouble,
  routingSentence,
} from '../../renderer/features/bounce-folders/folder-words.ts';
import { checkRouting, routingDraft } from '../../renderer/features/bounce-folders/routing-draft.ts';
import {
  connectionNews,
  connectionTitle,
  connectionTone,
} from '../../renderer/features/connection/connection-words.ts';
import { cutFacts } from '../../renderer/platform/cut-facts.ts';
import { addressOf, formatRoute, parseRoute, routeOf } from '../../renderer/platform/route.ts';
import {
  baseName,
  formatAgo,
  formatBytes,
  formatDayHeading,
  formatDuration,
  formatKind,
  formatSpan,
  initials,
  plural,
} from '../../renderer/text/format.ts';
import { activity, ana, ben, cut, file } from '../fixtures/renderer/page/sample.ts';

describe('formats', () => {
  it('says sizes with three digits', () => {
    expect([0, 999, 1000, 999_499, 999_500, 84_200_000, 9_100_000_000].map(formatBytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.00 kB',
      '999 kB',
      '1.00 MB',
      '84.2 MB',
      '9.10 GB',
    ]);
  });

  it('says lengths as a player does', () => {
    expect([0, 59.6, 252, 3600, 3725].map(formatDuration)).toEqual([
      '0:00',
      '1:00',
      '4:12',
      '1:00:00',
      '1:02:05',
    ]);
  });

  it('never promises a shorter wait than there is', () => {
    expect([0, 0.2, 59.5, 61, 3601].map(formatSpan)).toEqual(['1 s', '1 s', '1 min', '2 min', '2 h']);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (seconds) => {
        const [amount, unit] = formatSpan(seconds).split(' ');
        const length = { s: 1, min: 60, h: 3600 }[unit ?? ''] ?? 0;
        expect(Number(amount) * length).toBeGreaterThanOrEqual(seconds);
      }),
    );
  });

  it('says how long ago, also with a clock that is behind', () => {
    const now = Date.UTC(2026, 5, 10, 12);
    const minutes = (amount: number) => formatAgo(now - amount * 60_000, now);
    expect([-5, 0, 1, 59, 60, 60 * 23, 60 * 24, 60 * 24 * 6].map(minutes)).toEqual([
      'now',
      'now',
      '1 min',
      '59 min',
      '1 h',
      '23 h',
      '1 d',
      '6 d',
    ]);
    expect(minutes(60 * 24 * 30)).toBe('11 May');
    expect(minutes(60 * 24 * 300)).toBe('14 Aug 2025');
  });

  it('heads days by what they are to the reader', () => {
    const noon = new Date(2026, 5, 10, 12).getTime();
    expect(formatDayHeading(noon, noon)).toBe('Today');
    expect(formatDayHeading(noon - 13 * 3_600_000, noon)).toBe('Yesterday');
    expect(formatDayHeading(noon - 37 * 3_600_000, noon)).toBe('8 Jun');
  });

  it('says what kind of file it is', () => {
    expect(formatKind(file('c', 'f', 'a.b.wav', ana, 1))).toBe('WAV 24/48');
    expect(
      formatKind({
        name: 'a.mp3',
        type: 'CUT',
        audio: { durationSeconds: 1, sampleRate: 44_100, channels: 2, bitDepth: null },
      }),
    ).toBe('MP3 44.1k');
    expect(formatKind({ name: 'stems', type: 'STEM' })).toBe('STEM');
  });

  it('reads paths of both systems, counts, and finds initials in any script', () => {
    expect(['/a/b/Bounces', 'C:\\Users\\ana\\Bounces\\', 'Bounces'].map(baseName)).toEqual([
      'Bounces',
      'Bounces',
      'Bounces',
    ]);
    expect([plural(1, 'cut'), plural(0, 'cut'), plural(1204, 'cut')]).toEqual([
      '1 cut',
      '0 cuts',
      '1,204 cuts',
    ]);
    expect(['Ana Rocha', 'Ben', ' 夕 焼 ', '🎛️ x', ''].map(initials)).toEqual(['AR', 'B', '夕焼', '🎛X', '?']);
  });
});

describe('routes', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.option(fc.string({ minLength: 1 })), (projectId, cutId) => {
        const route = { name: 'project', projectId, cutId } as const;
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  it('name a vibe, a comment of a cut, and what the band did everywhere', () => {
    const vibe = { name: 'project', projectId: 'p', cutId: null, vibeId: 'v/1' } as const;
    expect(parseRoute(formatRoute(vibe))).toEqual(vibe);
    const route = { name: 'project', projectId: 'p/1', cutId: 'c', commentId: 'k#2' } as const;
    expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(parseRoute(formatRoute({ name: 'everything' }))).toEqual({ name: 'everything' });
    const invite = { name: 'invite', token: 'tOken-_1' } as const;
    expect(parseRoute(formatRoute(invite))).toEqual(invite);
  });

  it('have an address that the server leads to the page', () => {
    const route = { name: 'project', projectId: 'p', cutId: 'c', commentId: 'k' } as const;
    expect(addressOf('https://band.example', route)).toBe(
      'https://band.example/projects/p/cuts/c/comments/k',
    );
    expect(addressOf('https://band.example', { name: 'home' })).toBe('https://band.example/');
  });

  it('follow links: to the comment, the cut, the vibe, or the project', () => {
    const link = { projectId: 'p', vibeId: 'v', cutId: 'c', commentId: 'k', replyId: 'r' };
    expect(formatRoute(routeOf(link))).toBe('#/projects/p/cuts/c/comments/k');
    expect(formatRoute(routeOf({ projectId: 'p', vibeId: 'v', cutId: 'c' }))).toBe('#/projects/p/cuts/c');
    expect(formatRoute(routeOf({ projectId: 'p', vibeId: 'v' }))).toBe('#/projects/p/vibes/v');
    expect(formatRoute(routeOf({ projectId: 'p' }))).toBe('#/projects/p');
  });

  it('lead home when they are no routes', () => {
    for (const hash of ['', '#', '#/', '#/nowhere/1', '#/projects/%E0%A4%A', '#/projects/'])
      expect(parseRoute(hash)).toEqual({ name: 'home' });
  });
});

describe('keys', () => {
  const press = { ctrlKey: false, metaKey: false, altKey: false };

  it('leave the system its own', () => {
    expect(keyAction({ ...press, key: 't' })).toBe('transfers');
    for (const held of ['ctrlKey', 'metaKey', 'altKey'])
      expect(keyAction({ ...press, key: 't', [held]: true })).toBeNull();
  });
});

describe('the words for the connection', () => {
  const nothing = { changes: 0, refused: 0, files: 0 };
  const since = new Date(2026, 5, 10, 14, 2).getTime();
  const offline = (retryAt: number | null): ConnectionState => ({
    kind: 'offline',
    since,
    reason: 'No answer',
    retryAt,
  });

  it('says once that the sign-in is over', () => {
    const reason = 'Sign in first.';
    for (const kind of ['unauthorised', 'revoked'] as const) {
      const news = connectionNews({ kind, since: 0, reason }, 0, nothing, true);
      expect(news?.headline).toContain('sign in again. What you do is kept here until then.');
      expect(JSON.stringify(news)).not.toContain(reason);
    }
  });

  it('says since when, why, what next and that nothing is lost', () => {
    expect(connectionNews(offline(since + 8000), since, nothing, true)).toEqual({
      headline: 'You are offline. What you do is kept here and goes out by itself.',
      detail: 'Since 14:02: No answer. Next try in 8 s.',
    });
    expect(connectionNews(offline(null), since, nothing, true)?.detail).not.toContain('try');
    expect(connectionNews(offline(since - 1), since, nothing, true)?.detail).toContain('Trying again now.');
  });

  it('says how much waits, and where it is kept', () => {
    const backlog = { changes: 3, refused: 1, files: 1 };
    expect(connectionNews(offline(null), since, backlog, true)?.detail).toContain(
      '3 changes and 1 file wait.',
    );
    expect(connectionNews(offline(null), since, backlog, false)?.headline).toContain('in this tab');
    const state = { kind: 'unauthorised', since, reason: '' } as const;
    expect(connectionNews(state, since, backlog, true)?.headline).toBe(
      'The server doesn’t know your sign-in any more: sign in again; 3 changes and 1 file wait here until then.',
    );
    const one = { changes: 1, refused: 0, files: 0 };
    expect(connectionNews(state, since, one, true)?.headline).toContain('1 change waits');
  });

  it('promises nothing of what a new sign-in ends with the tab’s old one', () => {
    const headline = (waiting: typeof nothing) =>
      connectionNews({ kind: 'revoked', since, reason: '' }, since, waiting, false)?.headline;
    expect(headline(nothing)).toBe(
      'Your sign-in was ended from elsewhere: sign in again. What you do before that is lost.',
    );
    expect(headline({ changes: 2, refused: 0, files: 0 })).toBe(
      'Your sign-in was ended from elsewhere: sign in again; 2 changes in this tab are lost by that.',
    );
    expect(headline({ changes: 1, refused: 0, files: 0 })).toContain('1 change in this tab is lost by that.');
  });

  it('is silent when all is well, and in the first moment', () => {
    const news = (state: ConnectionState) => connectionNews(state, since, nothing, true);
    expect(news({ kind: 'online', since, transport: 'polling' })).toBeNull();
    expect(news({ kind: 'connecting', since, attempt: 1 })).toBeNull();
    expect(news({ kind: 'connecting', since, attempt: 2 })).not.toBeNull();
  });

  it('asks for a sign-in where only that helps', () => {
    for (const kind of ['unauthorised', 'revoked'] as const) {
      const state: ConnectionState = { kind, since, reason: '' };
      expect(connectionNews(state, since, nothing, true)?.headline).toContain('sign in again');
      expect(connectionTone(state)).toBe('over');
      expect(connectionTitle(state)).not.toBe('');
    }
  });
});

describe('the words for folders', () => {
  const now = new Date(2026, 5, 10, 14, 2).getTime();

  it('says where bounces go', () => {
    const name = (id: string) => (id === 'v1' ? 'Sunset' : null);
    expect(routingSentence({ kind: 'vibe', vibeId: 'v1' }, name)).toBe('All into Sunset');
    expect(routingSentence({ kind: 'vibe', vibeId: 'v2' }, name)).toBe('All into a vibe that is gone');
    expect(routingSentence({ kind: 'song-name' }, name)).toContain('song');
  });

  it('says that a folder is missing, since when and what to do', () => {
    const status = folderStatus({ paused: false, status: { kind: 'missing', since: now } }, now);
    expect(status).toMatchObject({ title: 'Missing', tone: 'over' });
    expect(status.sentence).toContain('14:02');
  });

  it('is in trouble only when a bounce would go unnoticed unasked', () => {
    const missing = { kind: 'missing', since: now } as const;
    expect(isInTrouble({ paused: false, status: missing })).toBe(true);
    expect(isInTrouble({ paused: true, status: missing })).toBe(false);
    expect(isInTrouble({ paused: false, status: { kind: 'starting' } })).toBe(false);
  });

  it('is paused whatever the watcher says', () => {
    const status = { kind: 'watching', polling: false } as const;
    expect(folderStatus({ paused: true, status }, now).title).toBe('Paused');
    expect(folderStatus({ paused: false, status }, now)).toMatchObject({ title: 'Watching', sentence: null });
  });

  it('makes the routing that was meant, or says what is missing', () => {
    for (const routing of [
      { kind: 'vibe', vibeId: 'v1' },
      { kind: 'vibe-name', name: 'Demos' },
      { kind: 'sub-folder' },
    ] as const)
      expect(checkRouting(routingDraft(routing))).toEqual(routing);
    expect(checkRouting({ kind: 'vibe', vibeId: '', name: '' })).toBe('Choose the vibe.');
    expect(checkRouting({ kind: 'vibe-name', vibeId: '', name: '  ' })).toBe('Give the new vibe a name.');
  });
});

describe('the words for the activity', () => {
  it('has words for each type', () => {
    for (const type of activityTypeSchema.options)
      expect(activityLine(activity(type, ben, 'v3', 1))).toMatch(/^Ben \w/);
  });

  it('tells going from being sent away', () => {
    const left = activity('member_left', ben, 'Ben', 1);
    expect(activityLine(left)).toBe('Ben left');
    expect(activityLine({ ...left, target: { type: 'member', id: 'cy', name: 'Cy' } })).toBe(
      'Ben took out Cy',
    );
  });

  it('stands under its day', () => {
    const now = new Date(2026, 5, 10, 12).getTime();
    const at = (hours: number) => ({
      ...activity('cut_created', ben, 'v', 1),
      createdAt: new Date(now - hours * 3_600_000).toISOString(),
    });
    const rows = activityRows([at(1), at(2), at(20), at(60)], now);
    expect(rows.map((row) => (row.kind === 'day' ? row.day : '·'))).toEqual([
      'Today',
      '·',
      '·',
      'Yesterday',
      '·',
      '8 Jun',
      '·',
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});

describe('what one commit did', () => {
  const now = Date.now();
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const did = (
    type: ActivityType,
    name: string,
    minutes: number,
    more: Partial<Activity> = {},
  ): Activity => ({
    ...activity(type, ana, name, minutes, type === 'vibe_created' ? undefined : 'c1'),
    createdAt: at(minutes),
    link: { projectId: 'ep', vibeId: 'v1', ...(type === 'vibe_created' ? {} : { cutId: 'c1' }) },
    ...more,
  });
  const told = (...activities: Activity[]) =>
    activityRows(activities, now)
      .filter((row) => row.kind === 'activity')
      .map(({ activity: one, made }) =>
        [activityLine(one), madeWords(made, 'Sunset Groove')].join(' ').trim(),
      );

  it('is told as one bounce, with the cut and the vibe it made', () => {
    const file = did('file_uploaded', 'X.wav', 5);
    const newCut = did('cut_created', 'X', 5);
    const newVibe = did('vibe_created', 'Night', 5);
    expect(told(file, newCut)).toEqual(['Ana Rocha bounced X.wav — new cut in Sunset Groove']);
    expect(told(file, newCut, newVibe)).toEqual(['Ana Rocha bounced X.wav — new cut in the new vibe Night']);
    expect(told(newVibe, newCut, file)).toEqual(['Ana Rocha bounced X.wav — new cut in the new vibe Night']);
    expect(madeWords([newCut], null)).toBe('— new cut');
  });

  it('stays apart from what others did, from what came at another time, and to another cut', () => {
    const file = did('file_uploaded', 'X.wav', 5);
    const apart = [
      did('cut_created', 'X', 6),
      did('cut_created', 'X', 5, { actor: ben }),
      did('cut_created', 'X', 5, { link: { projectId: 'ep', vibeId: 'v1', cutId: 'c2' } }),
      did('cut_created', 'X', 5, { projectId: 'live' }),
      did('cut_moved', 'X', 5),
    ];
    for (const other of apart) expect(told(file, other), JSON.stringify(other)).toHaveLength(2);
    expect(told(did('cut_created', 'X', 5), did('vibe_created', 'Night', 5))).toHaveLength(2);
  });

  it('hides nothing: each activity is in exactly one row, in order', () => {
    const one = fc.record({
      type: fc.constantFrom<ActivityType>('file_uploaded', 'cut_created', 'vibe_created', 'cut_deleted'),
      minutes: fc.integer({ min: 1, max: 3 }),
      cutId: fc.constantFrom('c1', 'c2'),
      actor: fc.constantFrom(ana, ben),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (list) => {
        const activities = list.map(({ type, minutes, cutId, actor }, index) =>
          did(type, `${index}`, minutes, {
            id: `${index}`,
            actor,
            link: { projectId: 'ep', vibeId: 'v1', cutId },
          }),
        );
        const shown = activityRows(activities, now)
          .filter((row) => row.kind === 'activity')
          .flatMap((row) => [row.activity, ...row.made]);
        expect(shown.map(({ id }) => id).toSorted()).toEqual(activities.map(({ id }) => id).toSorted());
      }),
    );
  });
});

describe('cutFacts', () => {
  it('speaks of the latest version and counts the rest', () => {
    const facts = cutFacts(
      cut('v', 'c', 'v2', 0, ana, [
        file('c', '1', 'a.wav', ana, 60, { seconds: 10 }),
        file('c', '2', 'a.flac', ben, 5, { seconds: 252 }),
        file('c', '3', 'stems.zip', ana, 1, { type: 'STEM' }),
      ]),
    );
    expect(facts).toMatchObject({ versions: 2, extras: 1, duration: '4:12', kind: 'FLAC 24/48', who: 'Ben' });
  });

  it('speaks of its maker when it is empty', () => {
    expect(cutFacts(cut('v', 'c', 'v2', 0, ben, []))).toMatchObject({
      versions: 0,
      duration: '',
      kind: '',
      who: 'Ben',
    });
  });
});
