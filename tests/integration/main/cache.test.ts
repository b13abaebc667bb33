import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createCache } from '../../../main/cache/create-cache.ts';
import { cut, entry, listed, snapshot, vibe } from '../../helpers/cached-project.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

async function open(path?: string) {
  const file = path ?? join(await temporaryFolder(), 'cache.sqlite');
  const log = createQuietLog();
  const cache = createCache({ userId: 'me', path: file, log });
  disposeLater(() => cache.close());
  return { cache, file, log };
}

describe('the cache’s file', () => {
  it('holds the same project after many events and restarts as after all events at once', async () => {
    const events = Array.from({ length: 450 }, (_, index) =>
      index % 3 === 2
        ? entry(4 + index, 'cut:updated', { cutId: `c${index - 1}`, name: `Cut ${index}` })
        : entry(4 + index, index % 3 === 0 ? 'cut:deleted' : 'cut:created', {
            ...cut(`c${index}`),
            cutId: `c${index - 2}`,
            order: index,
          }),
    );
    const one = await open();
    one.cache.replaceProject(snapshot);
    one.cache.applyEntries('project:p', events);
    const { file } = await open();
    for (let start = 0; start < events.length; start += 90) {
      const { cache } = await open(file);
      if (start === 0) cache.replaceProject(snapshot);
      for (const event of events.slice(start, start + 90)) cache.applyEntries('project:p', [event]);
      cache.close();
    }
    const { cache } = await open(file);
    expect(cache.readProject('p')).toEqual(one.cache.readProject('p'));
    expect(cache.readProject('p')?.seq).toBe(453);
    cache.removeProject('p');
    cache.replaceProject(snapshot);
    cache.close();
    expect((await open(file)).cache.readProject('p')).toEqual(snapshot);
  });

  it('writes little for an event, however large the project', async () => {
    const { cache, file } = await open();
    const cuts = Array.from({ length: 2_000 }, (_, index) => ({ ...cut(`c${index}`), order: index }));
    cache.replaceProject({ ...snapshot, vibes: [{ ...vibe, cuts }] });
    const raw = new Database(file);
    disposeLater(() => raw.close());
    raw.pragma('wal_checkpoint(truncate)');
    for (let seq = 4; seq < 24; seq++) {
      cache.applyEntries('project:p', [entry(seq, 'cut:updated', { cutId: 'c7', name: `${seq}` })]);
    }
    expect(statSync(`${file}-wal`).size).toBeLessThan(1024 ** 2);
  });

  it.each([
    [
      'no database at all',
      'this is not a database, and it is longer than a header of one hundred bytes '.repeat(9),
    ],
    ['a few bytes', 'SQLi'],
  ])('sets a damaged file aside and starts an empty cache (%s)', async (_what, content) => {
    const file = join(await temporaryFolder(), 'cache.sqlite');
    writeFileSync(file, content);
    const { cache, log } = await open(file);
    expect(cache.listProjects()).toEqual([]);
    cache.replaceProject(snapshot);
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('set-aside'))).toHaveLength(1);
    expect(log.lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('sets aside tables of an unknown version', async () => {
    const { cache, file } = await open();
    cache.replaceProjects([listed]);
    cache.close();
    const raw = new Database(file);
    raw.pragma('user_version = 999');
    raw.close();
    expect((await open(file)).cache.hasProjects()).toBe(false);
  });
});
