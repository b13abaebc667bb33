import { useSyncExternalStore } from 'react';

/** Where the user is. `cutId` is the cut to bring into view. */
export type Route = { name: 'home' } | { name: 'project'; projectId: string; cutId: string | null };

export function parseRoute(hash: string): Route {
  const [place, projectId, part, cutId] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (place !== 'projects' || !projectId) return { name: 'home' };
  return { name: 'project', projectId, cutId: part === 'cuts' && cutId ? cutId : null };
}

export function formatRoute(route: Route): string {
  if (route.name === 'home') return '#/';
  const project = `#/projects/${encodeURIComponent(route.projectId)}`;
  return route.cutId ? `${project}/cuts/${encodeURIComponent(route.cutId)}` : project;
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
