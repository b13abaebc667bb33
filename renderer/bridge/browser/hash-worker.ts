import { hashBlob } from './hash-blob.ts';

export type HashRequest = { id: number; file: File } | { id: number; giveUp: true };
/** `sha256` is null if the file can't be read. */
export type HashAnswer = { id: number; sha256: string | null };

// The page's types don't include workers, so only what is used is typed.
const worker = self as unknown as {
  onmessage: ((message: { data: HashRequest }) => void) | null;
  postMessage(answer: HashAnswer): void;
};
const givenUp = new Set<number>();

/** Hashes files in a worker, so that the screen never blocks. Several files are hashed in turns. */
worker.onmessage = ({ data }) => {
  const { id } = data;
  if ('giveUp' in data) {
    givenUp.add(id);
    return;
  }
  hashBlob(data.file, () => givenUp.has(id))
    .catch(() => null)
    .then((sha256) => {
      if (!givenUp.delete(id)) worker.postMessage({ id, sha256 });
    });
};
