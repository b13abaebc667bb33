import { useSyncExternalStore } from 'react';
import type { Link } from '../../protocol/wire/activity.ts';
import { desktopPlace } from '../../protocol/wire/desktop-sign-in.ts';
import { type SettingsPageName, settingsPageNames } from './settings-page-names.ts';

/**
 * Where the user is. `everything`: the activity of all projects. `cutId` is the open cut, with the comment to highlight
 * (`commentId`), the version to show (`fileId`), or two versions to compare (`compare`: their files). `vibeId` is the vibe to scroll to in the list of cuts. `points`: the
 * project's open points. `admin`: the administration of the server. `join`: an invitation was opened; in the app it may be of another server (`serverUrl`).
 * `reset`, `verify`: the link of a mail was.
 * `settings`: opens them over the start page, at a page of theirs. `desktop`: an app signs in through this browser; `desktop-done`: it has.
 * `code`: the second step of a sign-in with a provider; `place` comes after it.
 */
export type Route =
  | { name: 'home' }
  | { name: 'everything' }
  | { name: 'admin' }
  | { name: 'settings'; page?: SettingsPageName }
  | { name: 'desktop'; challenge: string; state: string; port: number }
  | { name: 'desktop-done' }
  | { name: 'code'; challenge: string; place: string }
  | { name: 'join'; token: string; serverUrl?: string }
  | { name: 'reset' | 'verify'; token: string }
  | { name: 'project'; projectId: string; cutId: null; vibeId?: string; points?: true; room?: RoomPlace }
  | {
      name: 'project';
      projectId: string;
      cutId: string;
      commentId?: string;
      fileId?: string;
      compare?: Pair;
    };

/** The room of the project, at a message if a link led to it. */
export type RoomPlace = { messageId: string | null };

/** Two versions, by the ids of their files. */
export type Pair = { a: string; b: string };

export function parseRoute(hash: string): Route {
  const [place, projectId, part, id, more, moreId, lastId] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (place === 'everything' || place === 'admin') return { name: place };
  if (place === 'settings') {
    const page = settingsPageNames.find((name) => name === projectId);
    return { name: 'settings', ...(page && { page }) };
  }
  if (place === 'sign-in' && projectId === 'done') return { name: 'desktop-done' };
  if (place === 'sign-in' && projectId === 'code' && part) {
    return { name: 'code', challenge: part, place: id ?? '/' };
  }
  if (place === 'sign-in' && projectId === 'desktop' && part && id && /^\d{1,5}$/.test(more ?? '')) {
    return { name: 'desktop', challenge: part, state: id, port: Number(more) };
  }
  // Links of earlier versions begin with `invite`.
  if ((place === 'join' || place === 'invite') && projectId)
    return { name: 'join', token: projectId, ...(part && isServer(part) && { serverUrl: part }) };
  if ((place === 'reset' || place === 'verify') && projectId) return { name: place, token: projectId };
  if (place !== 'projects' || !projectId) return { name: 'home' };
  if (part === 'vibes' && id) return { name: 'project', projectId, cutId: null, vibeId: id };
  if (part === 'points') return { name: 'project', projectId, cutId: null, points: true };
  if (part === 'room') return { name: 'project', projectId, cutId: null, room: { messageId: id || null } };
  if (part !== 'cuts' || !id) return { name: 'project', projectId, cutId: null };
  const cut = { name: 'project', projectId, cutId: id } as const;
  if (more === 'comments' && moreId) return { ...cut, commentId: moreId };
  if (more === 'files' && moreId) return { ...cut, fileId: moreId };
  if (more === 'compare' && moreId && lastId) return { ...cut, compare: { a: moreId, b: lastId } };
  return cut;
}

export function formatRoute(route: Route): string {
  if (route.name === 'home') return '#/';
  if (route.name === 'everything' || route.name === 'admin') return `#/${route.name}`;
  if (route.name === 'settings') return route.page ? `#/settings/${route.page}` : '#/settings';
  if (route.name === 'desktop-done') return '#/sign-in/done';
  if (route.name === 'code') return `#/sign-in/code/${route.challenge}/${encodeURIComponent(route.place)}`;
  if (route.name === 'desktop') return `#${desktopPlace(route)}`;
  if ('token' in route) {
    const place = `#/${route.name}/${encodeURIComponent(route.token)}`;
    return 'serverUrl' in route ? `${place}/${encodeURIComponent(route.serverUrl ?? '')}` : place;
  }
  const project = `#/projects/${encodeURIComponent(route.projectId)}`;
  if (route.cutId === null && route.points) return `${project}/points`;
  if (route.cutId === null && route.room) {
    const { messageId } = route.room;
    return messageId === null ? `${project}/room` : `${project}/room/${encodeURIComponent(messageId)}`;
  }
  if (route.cutId === null)
    return route.vibeId ? `${project}/vibes/${encodeURIComponent(route.vibeId)}` : project;
  const cut = `${project}/cuts/${encodeURIComponent(route.cutId)}`;
  if (route.commentId) return `${cut}/comments/${encodeURIComponent(route.commentId)}`;
  const { compare } = route;
  if (compare) return `${cut}/compare/${encodeURIComponent(compare.a)}/${encodeURIComponent(compare.b)}`;
  return route.fileId ? `${cut}/files/${encodeURIComponent(route.fileId)}` : cut;
}

function isServer(address: string): boolean {
  return URL.parse(address)?.origin === address;
}

/** The address of the same place for any browser. The server redirects it to its page. */
export function addressOf(serverUrl: string, route: Route): string {
  return serverUrl + formatRoute(route).slice(1);
}

/** The route of a link that the server sent. */
export function routeOf({ projectId, vibeId, cutId, fileId, commentId, messageId }: Link): Route {
  if (messageId) return { name: 'project', projectId, cutId: null, room: { messageId } };
  if (!cutId) return { name: 'project', projectId, cutId: null, ...(vibeId && { vibeId }) };
  const within = commentId ? { commentId } : fileId ? { fileId } : {};
  return { name: 'project', projectId, cutId, ...within };
}

/** A malformed escape is none of our routes, so it leads home. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

export function goTo(route: Route, options: { replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (window.location.hash === hash) return;
  if (!options.replace) window.location.hash = hash;
  else {
    window.history.replaceState(null, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
}

let last = { hash: '', route: parseRoute('') };

/** Goes to a route. If the user is there already, the route becomes a new object, so that the place is shown again. */
export function goToAgain(route: Route): void {
  const { hash } = window.location;
  if (hash !== formatRoute(route)) {
    goTo(route);
    return;
  }
  last = { hash, route };
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The route of the address. It stays the same object until the user goes somewhere, or to the same place again. */
function currentRoute(): Route {
  const hash = window.location.hash;
  if (hash !== last.hash) last = { hash, route: parseRoute(hash) };
  return last.route;
}

const listeners = new Set<() => void>();

/** One listener of the window for all who follow the route, so that a change of it is drawn once. */
function follow(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('hashchange', announce);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('hashchange', announce);
  };
}

function announce(): void {
  for (const listener of [...listeners]) listener();
}

export function useRoute(): Route {
  return useSyncExternalStore(follow, currentRoute);
}

/** One fact of the route. The component is drawn again only by a change of place that changes the fact. */
export function useRouteFact<Fact extends string | boolean | null>(factOf: (route: Route) => Fact): Fact {
  return useSyncExternalStore(follow, () => factOf(currentRoute()));
}
