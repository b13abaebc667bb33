import { hashBlob } from './hash-blob.ts';

export type HashRequest = { id: number; file: File } | { id: number; giveUp: true };
/** `sha256` is null where the file can't be read. */
export type HashAnswer = { id: number; sha256: string | null };

// Typed as far as it is used: the page's own types know no worker.
const worker = self as unknown as {
  onmessage: ((message: { data: HashRequest }) => void) | null;
  postMessage(answer: HashAnswer): void;
};
const givenUp = new Set<number>();

/** Hashes files beside the page, so that nothing on screen waits for it. Several at once take turns. */
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
