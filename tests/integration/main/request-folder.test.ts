import { access, appendFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { openRequestFolder, type RequestFolder } from '../../../main/local/request-folder.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { putRequest, takeAnswer } from '../../helpers/local-access.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';
import { until } from '../../helpers/until.ts';

const token = 'the-token';

async function openFolder() {
  const folder = await temporaryFolder('requests');
  const asked: unknown[] = [];
  const kept: (readonly unknown[])[] = [];
  let content: object = { revision: 'a' };
  // Waiting times of minutes are ended by hand.
  const timers = new Map<() => void, number>();
  // Files don't age unless a test says so: under load, anything may take seconds.
  const [begun, age] = [Date.now(), { milliseconds: 0 }];
  const clock = {
    ...systemClock,
    now: () => begun + age.milliseconds,
    later(milliseconds: number, task: () => void) {
      if (milliseconds < 5_000) return systemClock.later(milliseconds, task);
      timers.set(task, milliseconds);
      return () => timers.delete(task);
    },
  };
  const opened: RequestFolder = await openRequestFolder({
    ...{ folder, token, clock, log: createQuietLog() },
    async answer(request) {
      asked.push(request);
      return { ok: true, data: content };
    },
    onKept: (requests) => kept.push(requests),
  });
  disposeLater(opened.stop);
  const change = (next: object) => {
    content = next;
    return opened.refresh();
  };
  const put = (name: string, request: unknown, more: object = {}) =>
    putRequest(folder, name, JSON.stringify({ token, request, ...more }));
  return { folder, opened, asked, kept, change, put, timers, age };
}

describe('the folder of requests', () => {
  it('answers each request under its name, and takes it away', async () => {
    const { folder, put, asked } = await openFolder();
    await put('one.json', { do: 'hello' });
    await put('two.json', { do: 'projects' });
    expect(await takeAnswer(folder, 'one.json')).toEqual({ answer: { ok: true, data: { revision: 'a' } } });
    await takeAnswer(folder, 'two.json');
    expect(asked).toEqual([{ do: 'hello' }, { do: 'projects' }]);
    await until(async () => (await readdir(join(folder, 'requests'))).length === 0);
  });

  it('waits for a request that is still being written', async () => {
    const { folder, asked } = await openFolder();
    const path = join(folder, 'requests/slow.json');
    const whole = JSON.stringify({ token, request: { do: 'hello' } });
    await writeFile(path, whole.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await appendFile(path, whole.slice(20));
    expect((await takeAnswer(folder, 'slow.json')).answer.ok).toBe(true);
    expect(asked).toEqual([{ do: 'hello' }]);
  });

  it('refuses a wrong token, other fields, what is no JSON for two seconds, and more than 16 KB', async () => {
    const { folder, asked, age } = await openFolder();
    const kindOf = async (name: string, content: string) => {
      await putRequest(folder, name, content);
      return (await takeAnswer(folder, name)).answer.kind;
    };
    expect(await kindOf('a.json', JSON.stringify({ token: 'other', request: {} }))).toBe('unauthorised');
    expect(await kindOf('b.json', JSON.stringify({ request: {} }))).toBe('invalid');
    expect(await kindOf('c.json', JSON.stringify({ token, request: {}, more: 1 }))).toBe('invalid');
    expect(await kindOf('d.json', 'x'.repeat(16 * 1024 + 1))).toBe('too-large');
    age.milliseconds = 120_000;
    expect(await kindOf('e.json', '{ not json')).toBe('invalid');
    expect(asked).toEqual([]);
  });

  it('leaves foreign files, folders and links alone', async () => {
    const { folder, put, asked } = await openFolder();
    const outside = join(await temporaryFolder(), 'secret.json');
    await writeFile(outside, JSON.stringify({ token, request: { do: 'hello' } }));
    const requests = join(folder, 'requests');
    await symlink(outside, join(requests, 'link.json'));
    await writeFile(join(requests, 'notes.txt'), 'mine');
    await writeFile(join(requests, 'a name with spaces.json'), '{}');
    await mkdir(join(requests, 'folder.json'));
    await put('own.json', { do: 'hello' });
    await takeAnswer(folder, 'own.json');
    expect(asked).toHaveLength(1);
    expect((await readdir(requests)).sort()).toEqual([
      ...['a name with spaces.json', 'folder.json', 'link.json', 'notes.txt'],
    ]);
    await access(outside);
  });

  it('keeps an answer up to date for a minute after each request for it', async () => {
    const { folder, opened, put, change, kept, timers } = await openFolder();
    const read = async () => JSON.parse(await readFile(join(folder, 'answers/reaper.json'), 'utf8'));
    await put('reaper.json', { do: 'points' }, { keep: true, client: 'REAPER', tag: 'first' });
    expect(await until(read)).toEqual({
      ...{ renewals: 1, tag: 'first', answer: { ok: true, data: { revision: 'a' } } },
    });
    expect([...opened.clients()]).toEqual(['REAPER']);
    await change({ revision: 'b' });
    expect((await read()).answer.data).toEqual({ revision: 'b' });
    await put('reaper.json', { do: 'points' }, { keep: true, client: 'REAPER' });
    await until(async () => (await read()).renewals === 2);
    expect([...timers.values()]).toEqual([60_000]);
    for (const end of timers.keys()) end();
    await until(async () => (await readdir(join(folder, 'answers'))).length === 0);
    expect([...opened.clients()]).toEqual([]);
    expect(kept.at(-1)).toEqual([]);
  });

  it('keeps twenty answers at most', async () => {
    const { folder, put } = await openFolder();
    for (let index = 0; index < 20; index++) await put(`kept-${index}.json`, {}, { keep: true });
    await until(async () => (await readdir(join(folder, 'answers'))).length === 20);
    await put('one-more.json', {}, { keep: true });
    expect((await takeAnswer(folder, 'one-more.json')).answer.kind).toBe('rate-limited');
  });

  it('ends without waiting for an answer that takes long', async () => {
    const folder = await temporaryFolder('requests');
    const asked = Promise.withResolvers<void>();
    const opened = await openRequestFolder({
      ...{ folder, token, clock: systemClock, log: createQuietLog(), onKept: () => {} },
      answer() {
        asked.resolve();
        return new Promise(() => {});
      },
    });
    await putRequest(folder, 'slow.json', JSON.stringify({ token, request: {} }));
    await asked.promise;
    await opened.stop();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is empty after its end', async () => {
    const { folder, opened, put } = await openFolder();
    await put('reaper.json', {}, { keep: true });
    await until(() => access(join(folder, 'answers/reaper.json')).then(() => true));
    await opened.stop();
    expect(await readdir(folder)).toEqual([]);
  });
});
