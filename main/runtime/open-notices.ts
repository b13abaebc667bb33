import * as z from 'zod';
import { createNotices, type Notices } from '../../client/account/notices.ts';
import type { Log } from '../../client/common/log.ts';
import type { Environment } from '../../common/environment.ts';
import { type Notice, noticeSchema } from '../../protocol/ipc/notice.ts';
import { createJsonFile } from '../common/json-file.ts';

/**
 * Notices stored in a small file, so that a restart doesn't remove one that nobody has seen. `settled`: once those so far
 * are in it.
 */
export async function openNotices(
  path: string,
  changed: (notices: Notice[]) => void,
  { log, environment }: { log: Log; environment: Environment },
): Promise<{ notices: Notices; settled(): Promise<void> }> {
  const file = createJsonFile<Notice[]>(path, z.array(noticeSchema), []);
  const notices = createNotices({
    ...environment,
    saved: await file.read(),
    save: (notices) =>
      void file
        .write([...notices])
        .catch((error: unknown) => log.warn({ error: String(error) }, 'A notice lasts until the app quits')),
    changed,
  });
  return { notices, settled: file.settled };
}
