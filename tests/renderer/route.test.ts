import { expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route, routeOf } from '../../renderer/platform/route.ts';

it('a link to a version is unchanged by formatting and parsing', () => {
  const route: Route = { name: 'project', projectId: 'p', cutId: 'c', fileId: 'f' };
  expect(routeOf({ projectId: 'p', vibeId: 'v', cutId: 'c', fileId: 'f' })).toEqual(route);
  expect(formatRoute(route)).toBe('#/projects/p/cuts/c/files/f');
  expect(parseRoute(formatRoute(route))).toEqual(route);
  expect(parseRoute('#/projects/p/cuts/c/files/')).toEqual({ name: 'project', projectId: 'p', cutId: 'c' });
});

it('a link to a message leads to it in the room', () => {
  const route = routeOf({ projectId: 'p', messageId: 'm' });
  expect(formatRoute(route)).toBe('#/projects/p/room/m');
  expect(parseRoute('#/projects/p/room/m')).toEqual(route);
  expect(parseRoute('#/projects/p/room')).toEqual({ ...route, room: { messageId: null } });
  expect(formatRoute(parseRoute('#/projects/p/room'))).toBe('#/projects/p/room');
});

it('a link to a comment takes precedence over the version that it was made on', () => {
  const link = { projectId: 'p', cutId: 'c', fileId: 'f', commentId: 'k' };
  expect(formatRoute(routeOf(link))).toBe('#/projects/p/cuts/c/comments/k');
});
