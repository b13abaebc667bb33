import { createContext, useContext } from 'react';
import type { Binding, NameRule } from '../../protocol/ipc/binding.ts';
import type { InvitationLink } from '../../protocol/ipc/invitation-link.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { Member } from '../../protocol/wire/member.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Person } from '../../protocol/wire/user.ts';
import type { Vibe } from '../../protocol/wire/vibe.ts';
import type { Arrivals } from './arrivals.ts';
import type { InSight } from './in-sight.ts';
import type { KeyScope } from './key-scope.ts';
import type { Route } from './route.ts';
import type { SettingsPageName } from './settings-page-names.ts';
import type { Store } from './store.ts';

/** A person, project or song that can have a picture. */
export type PictureOwner =
  | { kind: 'me' }
  | { kind: 'project'; project: Project }
  | { kind: 'song'; vibe: Vibe };

/** A dialog, with what it is about. */
/** The thing that a share link may lead to. */
export type ShareOf =
  | { kind: 'file'; file: File }
  | { kind: 'group'; vibe: Vibe }
  | { kind: 'project'; project: Pick<Project, 'id' | 'name' | 'role'> };

export type DialogRequest =
  | { kind: 'new-project' }
  /** `invitation`: the one that was opened. `failure`: why it couldn’t be accepted right after signing in. */
  | { kind: 'join-project'; invitation?: InvitationLink; failure?: string }
  | { kind: 'rename-project'; project: Project }
  | { kind: 'delete-project'; project: Project }
  | { kind: 'leave-project'; project: Project }
  | { kind: 'new-vibe'; projectId: string }
  | { kind: 'rename-vibe'; vibe: Vibe }
  | { kind: 'delete-vibe'; vibe: Vibe; cuts: readonly Cut[] }
  | { kind: 'new-cut'; vibe: Vibe }
  | { kind: 'rename-cut'; cut: Cut }
  | { kind: 'move-cut'; cut: Cut; project: ProjectSnapshot }
  | { kind: 'delete-cut'; cut: Cut }
  | { kind: 'delete-file'; cut: Cut; file: File }
  /** Where the version or stem belongs instead. */
  | { kind: 'move-version'; cut: Cut; file: File; project: ProjectSnapshot }
  /** The version of its cut that the version is a stem of. */
  | { kind: 'stem-of'; cut: Cut; file: File }
  /** `into`: the cut that it was dropped on. */
  | { kind: 'merge-cut'; cut: Cut; project: ProjectSnapshot; into?: Cut }
  | { kind: 'relabel'; file: File }
  | { kind: 'song-music'; cut: Cut; fileId: string }
  /** `fileId`: the version that the markers are for. */
  | { kind: 'export-markers'; cut: Cut; fileId: string }
  | { kind: 'gather'; project: ProjectSnapshot }
  /** Without a project: of all. */
  | { kind: 'deleted'; projectId?: string }
  | { kind: 'folder-rule'; binding: Binding; rules: NameRule[] }
  /** `file`: a picture of the band to begin with. */
  | { kind: 'picture'; of: PictureOwner; file?: File }
  | { kind: 'show-picture'; file: File }
  | { kind: 'share'; of: ShareOf }
  | { kind: 'invite'; project: Project }
  | { kind: 'member-role'; member: Member }
  | { kind: 'transfer-project'; member: Member; project: Project }
  | { kind: 'remove-member'; member: Member; project: Project }
  | { kind: 'block'; person: Pick<Person, 'id' | 'name'> }
  | { kind: 'bind-folder'; folder: string; projectId: string }
  | { kind: 'folder'; bindingId: string }
  | { kind: 'remove-folder'; binding: Binding }
  | { kind: 'older'; bindingId: string }
  /**
   * `again`: the session has already ended on the server, and signing out is the way to sign in again. `next`: the place to go to
   * then.
   */
  | { kind: 'sign-out'; again?: boolean; next?: Route }
  | { kind: 'edit-operation'; operation: PendingOperation }
  | { kind: 'find' }
  | { kind: 'settings'; page?: SettingsPageName }
  | { kind: 'keys' };

export type WorkPanelName = 'transfers' | 'pending';

/** Functions and state that any place in the window can use. */
export type Frame = {
  ask(request: DialogRequest): void;
  panel: WorkPanelName | null;
  showPanel(panel: WorkPanelName | null): void;
  /** Which key presses are shortcuts. */
  keyScope: KeyScope;
  /** The person whose conversation is open. */
  chatWith: string | null;
  openChat(userId: string | null): void;
  arrivals: Store<Arrivals>;
  /** Everything that the user sees now, if the window is in front. */
  inSight: InSight;
  /** The scroll offset of each project's list, by project id, so that it is kept when the user comes back. */
  scrolls: Map<string, number>;
};

export const FrameContext = createContext<Frame | null>(null);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('No frame above this component');
  return frame;
}
