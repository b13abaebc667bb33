import type { CommandKind } from '../../protocol/wire/command.ts';
import { handleAccountUpdate } from './account-update.ts';
import { handleActivityDismiss, handleActivityUndismiss } from './activity-dismiss.ts';
import { handleActivityDismissAll } from './activity-dismiss-all.ts';
import {
  handleAttentionSetLevel,
  handleAttentionSetMail,
  handleAttentionSetQuietHours,
} from './attention-set.ts';
import { handleCommentCreate } from './comment-create.ts';
import { handleCommentDelete } from './comment-delete.ts';
import { handleCommentReact } from './comment-react.ts';
import { handleCommentReopen, handleCommentResolve } from './comment-resolve.ts';
import { handleCommentUpdate } from './comment-update.ts';
import { handleConversationOpen } from './conversation-open.ts';
import { handleConversationRead } from './conversation-read.ts';
import { handleCutCreate } from './cut-create.ts';
import { handleCutDelete } from './cut-delete.ts';
import { handleCutDescribe } from './cut-describe.ts';
import { handleCutMerge } from './cut-merge.ts';
import { handleCutMove } from './cut-move.ts';
import { handleCutReorder } from './cut-reorder.ts';
import { handleCutRestore } from './cut-restore.ts';
import { handleCutSplit } from './cut-split.ts';
import { handleCutUpdate } from './cut-update.ts';
import { handleFileApprove } from './file-approve.ts';
import { handleFileDelete } from './file-delete.ts';
import { handleFileMove } from './file-move.ts';
import { handleFileRestore } from './file-restore.ts';
import { handleFileSetType } from './file-set-type.ts';
import { handleFileUpdate } from './file-update.ts';
import type { Handler } from './handler.ts';
import { handleInvitationAccept } from './invitation-accept.ts';
import { handleInvitationRevoke } from './invitation-revoke.ts';
import { handleMemberRemove } from './member-remove.ts';
import { handleMemberSetRole } from './member-set-role.ts';
import { handleMessageSend } from './message-send.ts';
import { handleNotificationRead, handleNotificationReadAll } from './notification-read.ts';
import { handleProjectCreate } from './project-create.ts';
import { handleProjectDelete } from './project-delete.ts';
import { handleProjectInvite } from './project-invite.ts';
import { handleProjectRestore } from './project-restore.ts';
import { handleProjectTransfer } from './project-transfer.ts';
import { handleProjectUpdate } from './project-update.ts';
import { handleReplyCreate } from './reply-create.ts';
import { handleReplyDelete } from './reply-delete.ts';
import { handleReplyReact } from './reply-react.ts';
import { handleReplyUpdate } from './reply-update.ts';
import { handleRoomReact } from './room-react.ts';
import { handleRoomRead } from './room-read.ts';
import { handleRoomSend } from './room-send.ts';
import { handleVibeCreate } from './vibe-create.ts';
import { handleVibeDelete } from './vibe-delete.ts';
import { handleVibeReorder } from './vibe-reorder.ts';
import { handleVibeRestore } from './vibe-restore.ts';
import { handleVibeUpdate } from './vibe-update.ts';

export type Handlers = { [Kind in CommandKind]: Handler<Kind> };

export const handlers: Handlers = {
  'project.create': handleProjectCreate,
  'project.update': handleProjectUpdate,
  'project.delete': handleProjectDelete,
  'project.restore': handleProjectRestore,
  'project.transfer': handleProjectTransfer,
  'project.invite': handleProjectInvite,
  'invitation.accept': handleInvitationAccept,
  'invitation.revoke': handleInvitationRevoke,
  'member.remove': handleMemberRemove,
  'member.setRole': handleMemberSetRole,
  'vibe.create': handleVibeCreate,
  'vibe.update': handleVibeUpdate,
  'vibe.delete': handleVibeDelete,
  'vibe.restore': handleVibeRestore,
  'vibe.reorder': handleVibeReorder,
  'cut.create': handleCutCreate,
  'cut.update': handleCutUpdate,
  'cut.describe': handleCutDescribe,
  'cut.delete': handleCutDelete,
  'cut.restore': handleCutRestore,
  'cut.move': handleCutMove,
  'cut.merge': handleCutMerge,
  'cut.split': handleCutSplit,
  'cut.reorder': handleCutReorder,
  'file.update': handleFileUpdate,
  'file.approve': handleFileApprove,
  'file.delete': handleFileDelete,
  'file.restore': handleFileRestore,
  'file.move': handleFileMove,
  'file.setType': handleFileSetType,
  'comment.create': handleCommentCreate,
  'comment.update': handleCommentUpdate,
  'comment.resolve': handleCommentResolve,
  'comment.reopen': handleCommentReopen,
  'comment.react': handleCommentReact,
  'comment.delete': handleCommentDelete,
  'reply.create': handleReplyCreate,
  'reply.update': handleReplyUpdate,
  'reply.react': handleReplyReact,
  'reply.delete': handleReplyDelete,
  'notification.read': handleNotificationRead,
  'notification.readAll': handleNotificationReadAll,
  'activity.dismiss': handleActivityDismiss,
  'activity.undismiss': handleActivityUndismiss,
  'activity.dismissAll': handleActivityDismissAll,
  'conversation.open': handleConversationOpen,
  'message.send': handleMessageSend,
  'conversation.read': handleConversationRead,
  'room.send': handleRoomSend,
  'room.react': handleRoomReact,
  'room.read': handleRoomRead,
  'attention.setLevel': handleAttentionSetLevel,
  'attention.setMail': handleAttentionSetMail,
  'account.update': handleAccountUpdate,
  'attention.setQuietHours': handleAttentionSetQuietHours,
};
