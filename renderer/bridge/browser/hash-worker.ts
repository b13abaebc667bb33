import { hashBlob } from './hash-blob.ts';

/** `null`: it can't be read. */
export type HashAnswer = { sha256: string | null };

// Typed as far as it is used: the page's own types know no worker.
const worker = self as unknown as {
  onmessage: ((message: { data: File }) => void) | null;
  postMessage(answer: HashAnswer): void;
};

/** Hashes the one file it is given, beside the page so that nothing on screen waits for it. */
worker.onmessage = ({ data }) => {
  hashBlob(data).then(
    (sha256) => worker.postMessage({ sha256 }),
    () => worker.postMessage({ sha256: null }),
  );
};
