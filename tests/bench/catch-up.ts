import { join } from 'node:path';
import Database from 'better-sqlite3';
import { newId } from '../../common/new-id.ts';
import { createRuntime, type Runtime } from '../../main/runtime/create-runtime.ts';
import { createMemorySecretStore } from '../../main/session/secret-store.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { noDesktop } from '../helpers/no-desktop.ts';
import { type BenchMember, makeProject, signUp, startBenchServer } from './band.ts';
import { type Row, seconds, times } from './report.ts';
import { silentLog } from './silent-log.ts';

const missed = 10_000;
const pageEvents = 500;

/**
 * A client that was away while the band wrote 10,000 comments, all on one cut it holds: from its start to the last event
 * in its cache. The floor reads the same pages of the log and does nothing with them.
 */
export async function benchCatchUp(folder: string): Promise<Row[]> {
  const dataDirectory = join(folder, 'server');
  const server = await startBenchServer(dataDirectory);
  try {
    const ana = await signUp(server, 'ana');
    const projectId = await makeProject(ana, 'Away');
    const [vibeId, cutId] = [newId(), newId()];
    await ana.command('vibe.create', { id: vibeId, projectId, name: 'Vibe' });
    await ana.command('cut.create', { id: cutId, vibeId, name: 'Cut' });
    await ana.command('comment.create', { id: newId(), cutId, text: 'First', timestamp: 1 });

    const secrets = createMemorySecretStore();
    const open = () => openRuntime(join(folder, 'client'), secrets);
    const before = open();
    await before.start();
    const { email, password } = ana;
    const signIn = { serverUrl: server.url, email, password, rememberMe: true };
    const signedIn = await before.handlers['session.signIn'](signIn);
    if (!signedIn.ok) throw new Error(signedIn.message);
    await before.handlers['projects.enter']({ id: projectId });
    await until(() => before.account()?.cache.readProject(projectId));
    await before.handlers['comments.list']({ cutId });
    const since = seqOf(before, projectId);
    await before.stop();

    const head = writeComments(dataDirectory, projectId, cutId);
    const floor = await readPages(ana, server.url, projectId, since);
    const after = open();
    const begun = performance.now();
    await after.start();
    await after.handlers['projects.enter']({ id: projectId });
    await until(() => seqOf(after, projectId) === head);
    const taken = performance.now() - begun;
    const held = after.account()?.cache.comments.read(cutId)?.comments.length;
    await after.stop();
    if (held !== missed + 1) throw new Error(`${held} comments are held`);
    return [
      {
        what: 'catch-up of 10,000 missed events',
        ours: seconds(taken / 1000),
        floor: `${seconds(floor / 1000)} (the same pages read, nothing kept)`,
        ratio: times(taken / floor),
        goal: '≤ 2.00 s',
        met: taken <= 2_000,
      },
    ];
  } finally {
    await server.child.stop();
  }
}

function openRuntime(userData: string, secrets: ReturnType<typeof createMemorySecretStore>): Runtime {
  return createRuntime({
    ...{ userData, secrets, log: silentLog, version: '0.0.0', platform: 'linux', suggestedServerUrl: null },
    actions: noDesktop,
  });
}

const seqOf = (runtime: Runtime, projectId: string) =>
  runtime.account()?.cache.readCursor(projectTopic(projectId))?.seq ?? 0;

/** Inserts at once the rows of 10,000 commands. Returns the project's head. */
function writeComments(dataDirectory: string, projectId: string, cutId: string): number {
  const database = new Database(join(dataDirectory, 'bandmate.sqlite'), { timeout: 5_000 });
  const topic = projectTopic(projectId);
  const user = { id: 'ben', name: 'Ben', avatarUrl: null };
  const at = new Date().toISOString();
  const head = database.transaction(() => {
    const raise = database.prepare('update topicHead set seq = seq + ? where topic = ? returning seq');
    const { seq } = raise.get(missed, topic) as { seq: number };
    const insert = database.prepare(
      'insert into event (topic, seq, name, payload, at) values (?, ?, ?, ?, ?)',
    );
    for (let index = 0; index < missed; index++) {
      const comment: Comment = {
        ...{ id: newId(), cutId, text: `${index}: louder`, timestamp: index % 200, createdAt: at, user },
        ...{ replies: [], fileId: null },
      };
      insert.run(topic, seq - missed + 1 + index, 'comment:created', JSON.stringify(comment), at);
    }
    return seq;
  })();
  database.close();
  return head;
}

async function readPages(
  { cookie }: BenchMember,
  url: string,
  projectId: string,
  from: number,
): Promise<number> {
  const begun = performance.now();
  for (let since = from, isMore = true; isMore; since += pageEvents) {
    const query = new URLSearchParams({
      topic: projectTopic(projectId),
      since: String(since),
      limit: String(pageEvents),
    });
    const response = await fetch(`${url}/api/sync?${query}`, { headers: { cookie } });
    const { events } = (await response.json()) as { events: unknown[] };
    isMore = events.length === pageEvents;
  }
  return performance.now() - begun;
}

async function until(isTrue: () => unknown): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}
