import type { Environment } from '../../common/environment.ts';
import type { Notice, NoticeKind } from '../../protocol/ipc/notice.ts';

/** News that a person needs about the data on this computer (see `protocol/ipc/notice.ts`). */
export type Notices = {
  /** Newest first. */
  list(): Notice[];
  /** Replaces an earlier notice of its kind, unless that has the same message. */
  add(kind: NoticeKind, message: string): void;
  dismiss(id: string): void;
};

export type NoticesDependencies = Pick<Environment, 'clock' | 'newId'> & {
  /** Those that were saved by an earlier run. */
  saved: readonly Notice[];
  /** Saves them for the next run, if possible. */
  save(notices: readonly Notice[]): void;
  changed(notices: Notice[]): void;
};

export function createNotices({ saved, save, changed, clock, newId }: NoticesDependencies): Notices {
  let notices = [...saved];

  function set(next: Notice[]): void {
    notices = next;
    save(notices);
    changed(notices);
  }

  return {
    list: () => notices,
    add(kind, message) {
      if (notices.some((notice) => notice.kind === kind && notice.message === message)) return;
      const others = notices.filter((notice) => notice.kind !== kind);
      set([{ id: newId(), kind, message, createdAt: clock.now() }, ...others]);
    },
    dismiss(id) {
      if (notices.some((notice) => notice.id === id)) set(notices.filter((notice) => notice.id !== id));
    },
  };
}
