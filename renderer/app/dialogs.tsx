import { SignOut } from '../features/account/sign-out-dialog.tsx';
import { BlockPerson } from '../features/blocks/block-dialog.tsx';
import { ExistingFiles } from '../features/bounce-folders/existing-files-dialog.tsx';
import { BindFolder, FolderSettings, RemoveFolder } from '../features/bounce-folders/folder-dialogs.tsx';
import { Deleted } from '../features/corrections/deleted-dialog.tsx';
import { FolderRule } from '../features/corrections/folder-rule-dialog.tsx';
import { Gather } from '../features/corrections/gather-dialog.tsx';
import { MergeCut, MoveVersion, StemOf } from '../features/corrections/move-dialogs.tsx';
import { Relabel } from '../features/corrections/relabel-dialog.tsx';
import {
  DeleteCut,
  DeleteFile,
  DeleteVibe,
  MoveCut,
  NewCut,
  NewVibe,
  RenameCut,
  RenameVibe,
} from '../features/cuts/cut-dialogs.tsx';
import { SongMusic } from '../features/cuts/music-dialog.tsx';
import { JoinProject } from '../features/invitation/join-dialog.tsx';
import { Invite } from '../features/members/invite-dialog.tsx';
import { MemberRoleDialog, RemoveMember, TransferProject } from '../features/members/member-dialogs.tsx';
import { EditOperation } from '../features/pending/edit-operation.tsx';
import { PictureDialog } from '../features/pictures/picture-dialog.tsx';
import { PictureViewer } from '../features/pictures/picture-file.tsx';
import {
  DeleteProject,
  LeaveProject,
  NewProject,
  RenameProject,
} from '../features/projects/project-dialogs.tsx';

import { Settings } from '../features/settings/settings-dialog.tsx';
import { ShareDialog } from '../features/sharing/share-dialog.tsx';
import { ExportMarkers } from '../features/to-daw/export-dialog.tsx';
import type { DialogRequest } from '../platform/frame-context.tsx';
import { FindAnything } from './find-anything.tsx';
import { KeySheet } from './key-sheet.tsx';

/** The one dialog that is open. */
export function Dialogs({ request, onClose }: { request: DialogRequest; onClose: () => void }) {
  switch (request.kind) {
    case 'new-project':
      return <NewProject onClose={onClose} />;
    case 'join-project':
      return <JoinProject {...request} onClose={onClose} />;
    case 'rename-project':
      return <RenameProject {...request} onClose={onClose} />;
    case 'delete-project':
      return <DeleteProject {...request} onClose={onClose} />;
    case 'leave-project':
      return <LeaveProject {...request} onClose={onClose} />;
    case 'new-vibe':
      return <NewVibe {...request} onClose={onClose} />;
    case 'rename-vibe':
      return <RenameVibe {...request} onClose={onClose} />;
    case 'delete-vibe':
      return <DeleteVibe {...request} onClose={onClose} />;
    case 'new-cut':
      return <NewCut {...request} onClose={onClose} />;
    case 'rename-cut':
      return <RenameCut {...request} onClose={onClose} />;
    case 'move-cut':
      return <MoveCut {...request} onClose={onClose} />;
    case 'delete-cut':
      return <DeleteCut {...request} onClose={onClose} />;
    case 'delete-file':
      return <DeleteFile {...request} onClose={onClose} />;
    case 'move-version':
      return <MoveVersion {...request} onClose={onClose} />;
    case 'stem-of':
      return <StemOf {...request} onClose={onClose} />;
    case 'merge-cut':
      return <MergeCut {...request} onClose={onClose} />;
    case 'relabel':
      return <Relabel {...request} onClose={onClose} />;
    case 'song-music':
      return <SongMusic {...request} onClose={onClose} />;
    case 'export-markers':
      return <ExportMarkers {...request} onClose={onClose} />;
    case 'folder-rule':
      return <FolderRule {...request} onClose={onClose} />;
    case 'gather':
      return <Gather {...request} onClose={onClose} />;
    case 'deleted':
      return <Deleted {...request} onClose={onClose} />;
    case 'picture':
      return <PictureDialog {...request} onClose={onClose} />;
    case 'show-picture':
      return <PictureViewer {...request} onClose={onClose} />;
    case 'share':
      return <ShareDialog {...request} onClose={onClose} />;
    case 'invite':
      return <Invite {...request} onClose={onClose} />;
    case 'member-role':
      return <MemberRoleDialog {...request} onClose={onClose} />;
    case 'transfer-project':
      return <TransferProject {...request} onClose={onClose} />;
    case 'remove-member':
      return <RemoveMember {...request} onClose={onClose} />;
    case 'block':
      return <BlockPerson {...request} onClose={onClose} />;
    case 'bind-folder':
      return <BindFolder {...request} onClose={onClose} />;
    case 'folder':
      return <FolderSettings {...request} onClose={onClose} />;
    case 'remove-folder':
      return <RemoveFolder {...request} onClose={onClose} />;
    case 'older':
      return <ExistingFiles {...request} onClose={onClose} />;
    case 'sign-out':
      return <SignOut {...request} onClose={onClose} />;
    case 'edit-operation':
      return <EditOperation {...request} onClose={onClose} />;
    case 'find':
      return <FindAnything onClose={onClose} />;
    case 'settings':
      return <Settings {...request} onClose={onClose} />;
    case 'keys':
      return <KeySheet onClose={onClose} />;
  }
}
