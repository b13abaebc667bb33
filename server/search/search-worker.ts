import { parentPort, workerData } from 'node:worker_threads';
import SQLite from 'better-sqlite3';
import type { SearchResult } from '../../protocol/wire/search.ts';
import { search } from './search.ts';
import type { SearchRequest } from './searches.ts';

/** `ready` comes once, when the thread can take its first request; the rest answer requests in order. */
export type SearchMessage =
  | { kind: 'ready' }
  | { kind: 'found'; results: SearchResult[] }
  | { kind: 'failed'; reason: string };

const port = parentPort;
if (!port) throw new Error('The search worker runs as a worker thread only');

const { databaseFile } = workerData as { databaseFile: string };
const db = new SQLite(databaseFile, { readonly: true });
const send = (message: SearchMessage) => port.postMessage(message);

port.on('message', ({ userId, typed, limit }: SearchRequest) => {
  try {
    send({ kind: 'found', results: search(db, userId, typed, limit) });
  } catch (error) {
    send({ kind: 'failed', reason: String(error) });
  }
});
send({ kind: 'ready' });
