import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import { keyAction } from '../../renderer/app/keys.ts';
import { connectionTone } from '../../renderer/features/connection/connection-tone.ts';
import { cutFacts } from '../../renderer/platform/cut-facts.ts';
import { addressOf, formatRoute, parseRoute, routeOf } from '../../renderer/platform/route.ts';
import { connectionNews, connectionTitle } from '../../renderer/text/connection.ts';
import { ana, ben, cut, file } from '../fixtures/renderer/page/sample.ts';

describe('routes', () => {
  it('are unchanged by formatting and parsing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.option(fc.string({ minLength: 1 })), (projectId, cutId) => {
        const route = { name: 'project', projectId, cutId } as const;
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  it('can name a vibe, a comment of a cut, and all activity', () => {
    const vibe = { name: 'project', projectId: 'p', cutId: null, vibeId: 'v/1' } as const;
    expect(parseRoute(formatRoute(vibe))).toEqual(vibe);
    const route = { name: 'project', projectId: 'p/1', cutId: 'c', commentId: 'k#2' } as const;
    expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(parseRoute(formatRoute({ name: 'everything' }))).toEqual({ name: 'everything' });
    const settings = { name: 'settings', page: 'sign-in' } as const;
    expect(parseRoute(formatRoute(settings))).toEqual(settings);
    expect(parseRoute('#/settings/nowhere')).toEqual({ name: 'settings' });
    const invite = { name: 'join', token: 'tOken-_1' } as const;
    expect(parseRoute(formatRoute(invite))).toEqual(invite);
    expect(parseRoute('#/invite/tOken-_1')).toEqual(invite);
    const elsewhere = { ...invite, serverUrl: 'https://band.example:3000' } as const;
    expect(parseRoute(formatRoute(elsewhere))).toEqual(elsewhere);
    expect(parseRoute('#/join/tOken-_1/nothing%20like%20a%20server')).toEqual(invite);
  });

  it('have an address for which the server sends the page', () => {
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

  it('lead home when they are invalid', () => {
    for (const hash of ['', '#', '#/', '#/nowhere/1', '#/projects/%E0%A4%A', '#/projects/'])
      expect(parseRoute(hash)).toEqual({ name: 'home' });
  });
});

describe('keys', () => {
  const press = { ctrlKey: false, metaKey: false, altKey: false };

  it('leave shortcuts of the system alone', () => {
    expect(keyAction({ ...press, key: 't' })).toBe('transfers');
    for (const held of ['ctrlKey', 'metaKey', 'altKey'])
      expect(keyAction({ ...press, key: 't', [held]: true })).toBeNull();
  });
});

describe('the text for the connection', () => {
  const app = { keepsChanges: true, updatesItself: true };
  const tab = { keepsChanges: false, updatesItself: false };
  const nothing = { changes: 0, refused: 0, files: 0 };
  const since = new Date(2026, 5, 10, 14, 2).getTime();
  const offline = (retryAt: number | null): ConnectionState => ({
    kind: 'offline',
    since,
    reason: 'No answer',
    retryAt,
  });

  it('says only once that the session has ended', () => {
    const reason = 'Sign in first.';
    for (const kind of ['unauthorised', 'revoked'] as const) {
      const news = connectionNews({ kind, since: 0, reason }, 0, nothing, app);
      expect(news?.headline).toContain('Sign in again. Changes are saved until then.');
      expect(JSON.stringify(news)).not.toContain(reason);
    }
  });

  it('says since when, why, what happens next and that nothing is lost', () => {
    expect(connectionNews(offline(since + 8000), since, nothing, app)).toEqual({
      headline: 'You’re offline. Changes are saved and will sync.',
      detail: 'Since 14:02: No answer. Next try in 8 s.',
    });
    expect(connectionNews(offline(null), since, nothing, app)?.detail).not.toContain('try');
    expect(connectionNews(offline(since - 1), since, nothing, app)?.detail).toContain('Trying again now.');
  });

  it('says how much is pending, and where it is stored', () => {
    const backlog = { changes: 3, refused: 1, files: 1 };
    const detail = connectionNews(offline(null), since, backlog, app)?.detail;
    expect(detail).toContain('1 file pending.');
    // The button beside it does.
    expect(detail).not.toContain('3 changes');
    expect(connectionNews(offline(null), since, backlog, tab)?.headline).toContain('in this tab');
    const state = { kind: 'unauthorised', since, reason: '' } as const;
    expect(connectionNews(state, since, backlog, app)?.headline).toBe(
      'Your session has expired. Sign in again. 3 changes and 1 file will sync after that.',
    );
    const one = { changes: 1, refused: 0, files: 0 };
    expect(connectionNews(state, since, one, app)?.headline).toContain('1 change will sync');
  });

  it('promises nothing about changes that a tab loses with its old session', () => {
    const headline = (waiting: typeof nothing) =>
      connectionNews({ kind: 'revoked', since, reason: '' }, since, waiting, tab)?.headline;
    expect(headline(nothing)).toBe(
      'You were signed out elsewhere. Sign in again. Changes made before that will be lost.',
    );
    expect(headline({ changes: 2, refused: 0, files: 0 })).toBe(
      'You were signed out elsewhere. Sign in again. 2 changes in this tab will be lost.',
    );
    expect(headline({ changes: 1, refused: 0, files: 0 })).toContain('1 change in this tab will be lost.');
  });

  it('says which side needs an update, not that one is offline', () => {
    const misfit = (needsUpdate: 'app' | 'server') => ({ ...offline(since + 240_000), needsUpdate });
    const news = (needsUpdate: 'app' | 'server', abilities = app, backlog = nothing) =>
      connectionNews(misfit(needsUpdate), since, backlog, abilities);
    expect(news('app')).toEqual({
      headline: 'This server needs a newer BandMate. Update the app. Changes are saved and will sync.',
      detail: 'Next try in 4 min.',
    });
    expect(news('server')?.headline).toBe(
      'This server is too old for this BandMate. Ask whoever runs it to update it. Changes are saved and will sync.',
    );
    expect(news('app', tab)?.headline).toBe('This server needs a newer BandMate. Reload this page.');
    expect(news('app', tab, { changes: 2, refused: 0, files: 0 })?.headline).toContain(
      '2 changes in this tab will be lost.',
    );
    expect(connectionTitle(misfit('app'))).toBe('BandMate needs an update');
    expect(connectionTitle(misfit('server'))).toBe('The server needs an update');
    const trying = { kind: 'connecting', since, attempt: 2, needsUpdate: 'app' } as const;
    expect(connectionTitle(trying)).toBe('BandMate needs an update');
    expect(connectionNews(trying, since, nothing, app)?.headline).toContain('Update the app.');
  });

  it('is empty when online, and during the first attempt', () => {
    const news = (state: ConnectionState) => connectionNews(state, since, nothing, app);
    expect(news({ kind: 'online', since, transport: 'polling' })).toBeNull();
    expect(news({ kind: 'connecting', since, attempt: 1 })).toBeNull();
    expect(news({ kind: 'connecting', since, attempt: 2 })).not.toBeNull();
  });

  it('asks for a sign-in when nothing else helps', () => {
    for (const kind of ['unauthorised', 'revoked'] as const) {
      const state: ConnectionState = { kind, since, reason: '' };
      expect(connectionNews(state, since, nothing, app)?.headline).toContain('Sign in again');
      expect(connectionTone(state)).toBe('over');
      expect(connectionTitle(state)).not.toBe('');
    }
  });
});

describe('cutFacts', () => {
  it('describe the latest version and count the others', () => {
    const facts = cutFacts(
      cut('v', 'c', 'v2', 0, ana, [
        file('c', '1', 'a.wav', ana, 60, { seconds: 10 }),
        file('c', '2', 'a.flac', ben, 5, { seconds: 252 }),
        file('c', '3', 'stems.zip', ana, 1, { type: 'STEM' }),
      ]),
    );
    expect(facts).toMatchObject({ versions: 2, extras: 1, duration: '4:12', person: { name: 'Ben' } });
  });

  it('name the creator of an empty cut', () => {
    expect(cutFacts(cut('v', 'c', 'v2', 0, ben, []))).toMatchObject({
      versions: 0,
      duration: '',
      person: { name: 'Ben' },
    });
  });
});
