import type { Peaks } from '../../../audio/peak-meter.ts';
import { decodePeaks } from '../../../audio/peaks-format.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { ErrorBody } from '../../../protocol/wire/error.ts';
import type {
  GuestComment,
  ShareChanges,
  SharedComments,
  SharedFile,
  SharedVersion,
} from '../../../protocol/wire/share.ts';
import { sharedPageText } from '../../text/shared-page.ts';

/** `message` is a sentence for people. `status` is 0 if nothing answered. */
export type Refused = { ok: false; status: number; message: string };
type Answered<Data> = { ok: true; data: Data } | Refused;

/** The server behind a share link, and the addresses of what it lets people hear and have. */
export type SharedLink = {
  read(): Promise<Answered<SharedFile>>;
  readChanges(): Promise<Answered<ShareChanges>>;
  unlock(password: string): Promise<Answered<unknown>>;
  readComments(fileId: string): Promise<Answered<SharedComments>>;
  sendComment(comment: GuestComment): Promise<Answered<Comment>>;
  /** Null while the server still draws it; `ok` without peaks: there are none. */
  readPeaks(fileId: string): Promise<Answered<Peaks | null> | null>;
  soundAddress(version: Pick<SharedVersion, 'fileId'>): string;
  /** Of its compressed copy. */
  copyAddress(version: Pick<SharedVersion, 'fileId'>): string;
  downloadAddress(version: Pick<SharedVersion, 'fileId'>): string;
};

type Fetch = (address: string, init?: RequestInit) => Promise<Response>;

export function createSharedLink(token: string, fetch: Fetch): SharedLink {
  const base = `/api/share/${token}`;
  const part = (fileId: string, name: string) => `${base}/files/${encodeURIComponent(fileId)}/${name}`;

  async function ask(address: string, init?: RequestInit): Promise<Response | null> {
    return fetch(address, init).catch(() => null);
  }

  async function askJson<Data>(address: string, init?: RequestInit): Promise<Answered<Data>> {
    const response = await ask(address, init);
    if (response?.ok) return { ok: true, data: (await response.json()) as Data };
    return refusalOf(response);
  }

  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  return {
    read: () => askJson<SharedFile>(base),
    readChanges: () => askJson<ShareChanges>(`${base}/changes`),
    unlock: (password) => askJson(`${base}/unlock`, post({ password })),
    readComments: (fileId) =>
      askJson<SharedComments>(`${base}/comments?fileId=${encodeURIComponent(fileId)}`),
    sendComment: (comment) => askJson<Comment>(`${base}/comments`, post(comment)),
    async readPeaks(fileId) {
      const response = await ask(`${part(fileId, 'peaks')}?detail=rms`);
      if (response?.status === 202) return null;
      if (response?.status === 404) return { ok: true, data: null };
      if (!response?.ok) return refusalOf(response);
      return { ok: true, data: decodePeaks(new Uint8Array(await response.arrayBuffer())) };
    },
    soundAddress: ({ fileId }) => part(fileId, 'stream'),
    copyAddress: ({ fileId }) => part(fileId, 'listen'),
    downloadAddress: ({ fileId }) => part(fileId, 'download'),
  };
}

async function refusalOf(response: Response | null): Promise<Refused> {
  if (!response) return { ok: false, status: 0, message: sharedPageText.unreachable };
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  return { ok: false, status: response.status, message: body?.error ?? sharedPageText.unreachable };
}
