import type { Express } from 'express';

/** The parts of Express's router that its public types don't have. */
type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
};

/** `GET /api/projects` for each mounted method and path; `_ALL` for routes that take every method. */
export function mountedRoutes(app: Express): string[] {
  const walk = (stack: Layer[]): string[] =>
    stack.flatMap(({ route, handle }) => {
      if (!route) return walk(handle?.stack ?? []);
      return [route.path]
        .flat()
        .flatMap((path) => Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`));
    });
  return walk((app as unknown as { router: { stack: Layer[] } }).router.stack);
}
