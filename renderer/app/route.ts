import { useSyncExternalStore } from 'react';
import type { Link } from '../../protocol/wire/activity.ts';

/**
 * Where the user is. `everything`: what the band did in all projects. `cutId` is the cut to bring into view, and
 * `commentId` the comment of it to show and mark.
 */
export type Route =
  | { name: 'home' }
  | { name: 'everything' }
  | { name: 'project'; projectId: string; cutId: string | null; commentId?: string };

export function parseRoute(hash: string): Route {
  const [place, projectId, part, cutId, more, commentId] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (place === 'everything') return { name: 'everything' };
  if (place !== 'projects' || !projectId) return { name: 'home' };
  if (part !== 'cuts' || !cutId) return { name: 'project', projectId, cutId: null };
  const comment = more === 'comments' && commentId ? { commentId } : {};
  return { name: 'project', projectId, cutId, ...comment };
}

export function formatRoute(route: Route): string {
  if (route.name === 'home') return '#/';
  if (route.name === 'everything') return '#/everything';
  const project = `#/projects/${encodeURIComponent(route.projectId)}`;
  if (!route.cutId) return project;
  const cut = `${project}/cuts/${encodeURIComponent(route.cutId)}`;
  return route.commentId ? `${cut}/comments/${encodeURIComponent(route.commentId)}` : cut;
}

/** The place of the window that a link of the wire leads to. */
export function routeOf({ projectId, cutId, commentId }: Link): Route {
  if (!cutId) return { name: 'project', projectId, cutId: null };
  return { name: 'project', projectId, cutId, ...(commentId && { commentId }) };
}

/** A malformed escape can't be a route of ours: it leads home. */
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

/** The route as the address has it; the same object for the same address. */
export function currentRoute(): Route {
  const hash = window.location.hash;
  if (hash !== last.hash) last = { hash, route: parseRoute(hash) };
  return last.route;
}

export function useRoute(): Route {
  return useSyncExternalStore((listener) => {
    window.addEventListener('hashchange', listener);
    return () => window.removeEventListener('hashchange', listener);
  }, currentRoute);
}
