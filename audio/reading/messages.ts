import type { ReadableBytes } from '../bytes.ts';

/**
 * Readers of files by name. Each gets a file, and what is asked about it; both that and the answer must be able to travel
 * between threads. They may be interrupted and start again, so they only read.
 */
// biome-ignore lint/suspicious/noExplicitAny: each reader has its own question.
export type Readers = Record<string, (file: ReadableBytes, question: any) => Promise<unknown>>;

/** `bytes`: what was read; null if it can't be. */
export type ToThread =
  | { kind: 'start'; job: number; reader: string; size: number; question: unknown }
  | { kind: 'bytes'; job: number; bytes: Uint8Array | null };

/** After each message to it, a thread answers with one of its own: the turn of that job ends. */
export type FromThread =
  | { kind: 'ready' }
  | { kind: 'read'; job: number; position: number; length: number }
  | { kind: 'answer'; job: number; answer: unknown }
  | { kind: 'failed'; job: number; reason: string };
