import type { CommandKind } from '../protocol/wire/command.ts';
import { accountUpdate } from './account-update.ts';
import { activityDismiss } from './activity-dismiss.ts';
import { activityDismissAll } from './activity-dismiss-all.ts';
import { activityUndismiss } from './activity-undismiss.ts';
import { attentionSetLevel } from './attention-set-level.ts';
import { attentionSetMail } from './attention-set-mail.ts';
import { attentionSetQuietHours } from './attention-set-quiet-hours.ts';
import { commentCreate } from './comment-create.ts';
import { commentDelete } from './comment-delete.ts';
import { commentReact } from './comment-react.ts';
import { commentReopen } from './comment-reopen.ts';
import { commentResolve } from './comment-resolve.ts';
import { commentUpdate } from './comment-update.ts';
import { conversationOpen } from './conversation-open.ts';
import { conversationRead } from './conversation-read.ts';
import { cutCreate } from './cut-create.ts';
import { cutDelete } from './cut-delete.ts';
import { cutDescribe } from './cut-describe.ts';
import { cutMerge } from './cut-merge.ts';
import { cutMove } from './cut-move.ts';
import { cutReorder } from './cut-reorder.ts';
import { cutRestore } from './cut-restore.ts';
import { cutSplit } from './cut-split.ts';
import { cutUpdate } from './cut-update.ts';
import type { Descriptor } from './descriptor.ts';
import { fileApprove } from './file-approve.ts';
import { fileDelete } from './file-delete.ts';
import { fileMove } from './file-move.ts';
import { fileRestore } from './file-restore.ts';
import { fileSetType } from './file-set-type.ts';
import { fileUpdate } from './file-update.ts';
import { invitationAccept } from './invitation-accept.ts';
import { invitationRevoke } from './invitation-revoke.ts';
import { memberRemove } from './member-remove.ts';
import { memberSetRole } from './member-set-role.ts';
import { messageSend } from './message-send.ts';
import { notificationRead } from './notification-read.ts';
import { notificationReadAll } from './notification-read-all.ts';
import { projectCreate } from './project-create.ts';
import { projectDelete } from './project-delete.ts';
import { projectInvite } from './project-invite.ts';
import { projectRestore } from './project-restore.ts';
import { projectTransfer } from './project-transfer.ts';
import { projectUpdate } from './project-update.ts';
import { replyCreate } from './reply-create.ts';
import { replyDelete } from './reply-delete.ts';
import { replyReact } from './reply-react.ts';
import { replyUpdate } from './reply-update.ts';
import { roomReact } from './room-react.ts';
import { roomRead } from './room-read.ts';
import { roomSend } from './room-send.ts';
import { vibeCreate } from './vibe-create.ts';
import { vibeDelete } from './vibe-delete.ts';
import { vibeReorder } from './vibe-reorder.ts';
import { vibeRestore } from './vibe-restore.ts';
import { vibeUpdate } from './vibe-update.ts';

/** Every kind of command. A kind without its descriptor doesn't compile. */
export const descriptors = {
  'project.create': projectCreate,
  'project.update': projectUpdate,
  'project.delete': projectDelete,
  'project.restore': projectRestore,
  'project.transfer': projectTransfer,
  'project.invite': projectInvite,
  'invitation.accept': invitationAccept,
  'invitation.revoke': invitationRevoke,
  'member.remove': memberRemove,
  'member.setRole': memberSetRole,
  'vibe.create': vibeCreate,
  'vibe.update': vibeUpdate,
  'vibe.delete': vibeDelete,
  'vibe.restore': vibeRestore,
  'vibe.reorder': vibeReorder,
  'cut.create': cutCreate,
  'cut.update': cutUpdate,
  'cut.describe': cutDescribe,
  'cut.delete': cutDelete,
  'cut.restore': cutRestore,
  'cut.move': cutMove,
  'cut.merge': cutMerge,
  'cut.split': cutSplit,
  'cut.reorder': cutReorder,
  'file.update': fileUpdate,
  'file.approve': fileApprove,
  'file.delete': fileDelete,
  'file.restore': fileRestore,
  'file.move': fileMove,
  'file.setType': fileSetType,
  'comment.create': commentCreate,
  'comment.update': commentUpdate,
  'comment.resolve': commentResolve,
  'comment.reopen': commentReopen,
  'comment.react': commentReact,
  'comment.delete': commentDelete,
  'reply.create': replyCreate,
  'reply.update': replyUpdate,
  'reply.react': replyReact,
  'reply.delete': replyDelete,
  'notification.read': notificationRead,
  'notification.readAll': notificationReadAll,
  'activity.dismiss': activityDismiss,
  'activity.undismiss': activityUndismiss,
  'activity.dismissAll': activityDismissAll,
  'conversation.open': conversationOpen,
  'message.send': messageSend,
  'conversation.read': conversationRead,
  'room.send': roomSend,
  'room.react': roomReact,
  'room.read': roomRead,
  'attention.setLevel': attentionSetLevel,
  'attention.setMail': attentionSetMail,
  'account.update': accountUpdate,
  'attention.setQuietHours': attentionSetQuietHours,
} satisfies { [Kind in CommandKind]: Descriptor<Kind> };

export function descriptorOf(kind: CommandKind): Descriptor {
  // The payloads of a kind are only known to fit its own descriptor; whoever calls it has both from one command.
  return descriptors[kind] as unknown as Descriptor;
}
