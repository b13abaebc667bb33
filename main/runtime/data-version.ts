import { join } from 'node:path';
import * as z from 'zod';
import { createJsonFile } from '../common/json-file.ts';
import { sessionText } from '../text/session.ts';

/**
 * The form of an account's data on this computer. Raised when an older app could misread what this one writes: with every
 * change of the tables of the outbox or of the bounces. A cache that is too new is only downloaded again.
 */
export const dataVersion = 1;

const versionSchema = z.object({ data: z.number().int(), app: z.string() });

/**
 * A sentence if a newer app has written these data, else null, and the data are this app's from now on. An older app that
 * opened them would take them for damaged.
 */
export async function claimData(folder: string, app: string): Promise<string | null> {
  const file = createJsonFile(join(folder, 'version.json'), versionSchema, { data: 0, app: '' });
  const found = await file.read();
  if (found.data > dataVersion) return sessionText.newerData(found.app);
  if (found.data !== dataVersion || found.app !== app) await file.write({ data: dataVersion, app });
  return null;
}
