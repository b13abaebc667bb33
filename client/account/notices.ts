import type { Environment } from '../../common/environment.ts';
import type { Notice, NoticeKind } from '../../protocol/ipc/notice.ts';

/** What a person has to know of what this machine keeps (see `protocol/ipc/notice.ts`). */
export type Notices = {
  /** Newest first. */
  list(): Notice[];
  /** Told anew, in the place of an earlier one of its kind. The same sentence that is still there is not told again. */
  tell(kind: NoticeKind, message: string): void;
  dismiss(id: string): void;
};

export type NoticesDependencies = Pick<Environment, 'clock' | 'newId'> & {
  /** Those that were kept before. */
  kept: readonly Notice[];
  /** Keeps them over a restart, as far as that is possible. */
  keep(notices: readonly Notice[]): void;
  changed(notices: Notice[]): void;
};

export function createNotices({ kept, keep, changed, clock, newId }: NoticesDependencies): Notices {
  let notices = [...kept];

  function set(next: Notice[]): void {
    notices = next;
    keep(notices);
    changed(notices);
  }

  return {
    list: () => notices,
    tell(kind, message) {
      if (notices.some((notice) => notice.kind === kind && notice.message === message)) return;
      const others = notices.filter((notice) => notice.kind !== kind);
      set([{ id: newId(), kind, message, createdAt: clock.now() }, ...others]);
    },
    dismiss(id) {
      if (notices.some((notice) => notice.id === id)) set(notices.filter((notice) => notice.id !== id));
    },
  };
}
