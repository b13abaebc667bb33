export { useIsServerAdmin } from './admin-queries.ts';
