import { plural } from '../../common/plural.ts';

/** How much has not synced: changes that are pending, changes that were refused, and files. */
export type Backlog = { changes: number; refused: number; files: number };

export const pendingText = {
  /** How a change shows that is not confirmed. */
  badge: {
    pending: 'pending',
    notSent: 'not sent yet',
    refused: 'refused',
    refusedBecause: (reason: string) => `refused: ${reason}`,
    refusedOptions: (reason: string) => `Refused: ${reason} Show options`,
    refusedTitle: 'Not saved',
  },
  panel: {
    list: 'List of pending changes',
    empty: 'All changes synced.',
    files: (files: number) => `${plural(files, 'file is', 'files are')} pending too.`,
    showFiles: 'Show files',
  },
  refusedHere: 'Refused changes',
  openCut: 'Open song',
  state: {
    /** `isKept`: the change outlasts the window. */
    queued: (isKept: boolean) =>
      isKept
        ? 'Saved on this computer. Will send when you’re online.'
        : 'Saved in this tab. Will send when you’re online.',
    mayHaveArrived: 'Sent, but not confirmed yet. Checking again automatically.',
    sending: 'Sending…',
    confirmed: 'Synced.',
    refused: (reason: string) => `Refused: ${reason}`,
    gone: 'It was deleted, or you’re no longer in its project.',
  },
  actions: {
    retry: 'Try again',
    edit: 'Edit',
    discard: 'Discard',
    copy: (sentence: string) => `Copy text: ${sentence}`,
    copyFailed: 'The text couldn’t be copied',
  },
  edit: {
    title: 'Edit and send again',
    submit: 'Send again',
    nothing: 'Nothing in this change can be edited.',
    name: 'Name',
    text: 'Text',
    moment: 'Comment time',
    problem: (issue: string | undefined) => `It ${issue ?? 'can’t be sent like this'}.`,
    tryOther: 'Please enter something else.',
    moveTo: 'Move to',
    cuts: (cuts: number) => plural(cuts, 'song'),
    chooseVibe: 'Choose a song or group from the list.',
  },
  otherVersion: 'A change made by another version of the app',
  someVibe: 'a group',
  someCut: 'a song',
  someFile: 'a file',
  someone: 'someone',
} as const;

/** `3 changes and 1 file`; null when nothing is pending. Refused changes are not: they need the user. */
export function backlogText({ changes, files }: Backlog): string | null {
  const parts = [changes > 0 && plural(changes, 'change'), files > 0 && plural(files, 'file')].filter(
    Boolean,
  );
  return parts.length === 0 ? null : parts.join(' and ');
}

/** The status bar's summary of changes; null when there are none. */
export function changesText({ changes, refused }: Backlog): string | null {
  const pending = changes > 0 ? `${plural(changes, 'change')} pending` : '';
  if (refused === 0) return pending === '' ? null : pending;
  return pending === '' ? `${plural(refused, 'change')} refused` : `${refused} refused, ${changes} pending`;
}

/**
 * The effect of signing out on changes that have not synced. `isKept`: they stay on this computer for the account; a
 * browser loses them.
 */
export function signOutText(backlog: Backlog, name: string, isKept: boolean): string {
  const pending = backlogText(backlog);
  const refused = backlog.refused > 0 ? plural(backlog.refused, 'refused change') : null;
  if (pending === null && refused === null) return 'All changes synced.';
  const all = [pending, refused].filter(Boolean).join(', and ');
  const isOne = backlog.changes + backlog.files + backlog.refused === 1;
  const have = isOne ? 'hasn’t' : 'haven’t';
  if (!isKept) return `${all} ${have} synced and will be lost when you sign out.`;
  const stay = isOne ? 'It stays' : 'They stay';
  return `${all} ${have} synced. ${stay} on this computer, for this account only, until ${name} signs in here again.`;
}
