import type { ApiRoute } from './route.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { fileRoutes } from './routes/file-routes.ts';
import { operatorRoutes } from './routes/operator-routes.ts';
import { personRoutes } from './routes/person-routes.ts';
import { projectRoutes } from './routes/project-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { shareRoutes } from './routes/share-routes.ts';
import { vibeRoutes } from './routes/vibe-routes.ts';

/**
 * Every HTTP route of the server, once. The OpenAPI document is made of it, and a contract test compares it with what
 * the Express app really mounts, both ways.
 */
export const apiRoutes: Readonly<Record<string, ApiRoute[]>> = {
  Sessions: sessionRoutes,
  Accounts: accountRoutes,
  Projects: projectRoutes,
  'Vibes, cuts and comments': vibeRoutes,
  Files: fileRoutes,
  'Chat, activities and notifications': personRoutes,
  'Sharing and documents': shareRoutes,
  'Running the server': operatorRoutes,
};
