import { join } from 'node:path';

/** Where `npm run package app.asar` leaves the packaged app, and the whole-app tests find it. */
export const asarPath = (root: string): string => join(root, 'dist/app/archive/app.asar');
