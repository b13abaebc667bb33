import type { Generated } from 'kysely';
import type { ActivityType } from '../../protocol/wire/activity.ts';
import type { AttentionLevel } from '../../protocol/wire/attention.ts';
import type { FileType } from '../../protocol/wire/file.ts';
import type { MemberRole } from '../../protocol/wire/member.ts';
import type { SearchType } from '../../protocol/wire/search.ts';
import type { AuditTables } from './audit-tables.ts';
import type { BulkTables } from './bulk-tables.ts';
import type { ChatTables } from './chat-tables.ts';
import type { InvitationTables } from './invitation-tables.ts';
import type { MailTables } from './mail-tables.ts';
import type { NodeTables } from './node-tables.ts';
import type { OperatorTables } from './operator-tables.ts';
import type { ShareTables } from './share-tables.ts';
import type { SignInTables } from './sign-in-tables.ts';
import type { SweepTables } from './sweep-tables.ts';
import type { TrashTables } from './trash-tables.ts';

/** Tables with files of their own. */
type OtherTables = SignInTables &
  ChatTables &
  AuditTables &
  OperatorTables &
  TrashTables &
  MailTables &
  InvitationTables &
  ShareTables &
  BulkTables &
  SweepTables &
  NodeTables;

/** Times are ISO 8601 text in UTC; JSON columns are text; booleans are 0 or 1. Created by `migrations/`, in order. */
export type Database = OtherTables & {
  meta: { key: string; value: string };
  /** The secrets of servers that have no data folder in common (`secrets.ts`). */
  serverSecret: { name: string; value: string };

  user: {
    id: string;
    name: string;
    email: string;
    emailVerified: number;
    image: string | null;
    role: 'ADMIN' | 'MEMBER';
    /** JSON of QuietHours, or null. */
    quietHours: Generated<string | null>;
    createdAt: string;
    updatedAt: string;
  };

  project: {
    id: string;
    name: string;
    description: string | null;
    imageSha256: string | null;
    imageMimeType: string | null;
    createdAt: string;
    createdBy: string;
  };
  member: {
    projectId: string;
    userId: string;
    role: MemberRole;
    isOwner: Generated<number>;
    joinedAt: string;
    /** Null: everything. */
    level: Generated<AttentionLevel | null>;
    /** `createdAt` of the last message of the room that they have read; null if none. */
    roomReadUpTo: Generated<string | null>;
  };
  vibe: {
    id: string;
    projectId: string;
    name: string;
    imageSha256: string | null;
    rank: number;
    createdAt: string;
    createdBy: string;
  };
  /** Each belongs to one of the three. */
  picture: {
    sha256: string;
    mimeType: string;
    bytes: Uint8Array;
    userId: string | null;
    projectId: string | null;
    vibeId: string | null;
  };
  cut: {
    id: string;
    vibeId: string;
    projectId: string;
    name: string;
    rank: number;
    createdAt: string;
    createdBy: string;
    /** The song of its bounces. */
    title: Generated<string | null>;
    alternate: Generated<string | null>;
    /** Of title and alternate: bounces of this key become its versions. */
    stackKey: Generated<string | null>;
    /** Its name is that of a bounce which may belong to a song of this key, and `unsureName` is the name it got. */
    unsureKey: Generated<string | null>;
    unsureName: Generated<string | null>;
    /** JSON of Music, or null. */
    music: Generated<string | null>;
  };
  /** The ids of merged cuts. */
  cutAlias: {
    id: string;
    /** The cut that the id means now. */
    cutId: string;
    /** The cut it was merged into, which may have been merged since. */
    intoId: string;
    projectId: string;
    /** Bounces of this key go to `cutId`. */
    stackKey: string | null;
    /** JSON of the row that the cut had. */
    cut: string;
    /** JSON of the ids of the comments that it had; null for cuts that were merged by an earlier version. */
    commentIds: Generated<string | null>;
    /** JSON of the ids of the share links to it, without those to cuts that were merged into it; null as above. */
    shareIds: Generated<string | null>;
    /** The name of the vibe that it was in. */
    vibeName: Generated<string | null>;
    /** 1 if the cut it was merged into had no facts about its music, and got those of this one. */
    gaveMusic: Generated<number>;
  };
  /** Cuts that can be restored; see `server/deleted`. */
  deletedCut: {
    id: string;
    projectId: string;
    /** Where it was. */
    vibeId: string;
    vibeName: string;
    /** JSON of the Cut as it was. */
    cut: string;
    /** JSON of KeptRows. */
    rows: string;
    deletedAt: string;
    deletedBy: string;
    /** The cut that got the uploads which still named this one. */
    successorId: Generated<string | null>;
  };
  /** The bytes that deleted cuts need. */
  deletedCutFile: { cutId: string; sha256: string; size: number };
  file: {
    id: string;
    cutId: string;
    projectId: string;
    name: string;
    type: FileType;
    size: number;
    mimeType: string;
    sha256: string;
    /** JSON of AudioFacts, or null. */
    audio: string | null;
    uploadedBy: string;
    createdAt: string;
    label: Generated<string | null>;
    note: Generated<string | null>;
    part: Generated<string | null>;
    order: Generated<number | null>;
    versionId: Generated<string | null>;
    /** JSON of the ids of the cuts that it was moved out of; a comment that was made there belongs to it. */
    formerCutIds: Generated<string | null>;
    /** The changes since the version `differenceTo`, in words. */
    differenceTo: Generated<string | null>;
    differenceSummary: Generated<string | null>;
    /** 1 for a version whose difference is stored, or will never be. Null again when its neighbours change. */
    compared: Generated<number | null>;
  };
  /** Bytes in the blob store. A row outlives the files that refer to it, until a sweep removes row and bytes. */
  blob: {
    sha256: string;
    size: number;
    createdAt: string;
    /** JSON, once the sound was measured. */
    loudness: Generated<string | null>;
    /** Of its compressed copy, in bytes, once there is one. */
    copySize: Generated<number | null>;
    /** 1 once every figure is kept, or is known not to exist. A migration that adds a meter sets it to null. */
    measured: Generated<number | null>;
    /** 1 once its copy is there, or none needs to be made without being asked for. */
    copied: Generated<number | null>;
  };
  upload: {
    /** Also the tus id. */
    id: string;
    userId: string;
    uploadKey: string;
    projectId: string;
    name: string;
    size: number;
    sha256: string;
    /** JSON of UploadTarget. */
    target: string;
    /** JSON of SongInName, or null. */
    song: Generated<string | null>;
    onlyIfNew: number;
    state: 'reserved' | 'committed';
    fileId: string | null;
    added: number | null;
    createdAt: string;
    updatedAt: string;
  };

  comment: {
    id: string;
    cutId: string;
    fileId: string | null;
    text: string;
    /** Seconds. */
    timestamp: number;
    createdAt: string;
    createdBy: string;
    endTimestamp: Generated<number | null>;
    resolvedAt: Generated<string | null>;
    resolvedBy: Generated<string | null>;
    editedAt: Generated<string | null>;
    /** JSON of the ids of the members that it names, or null. */
    mentions: Generated<string | null>;
    /** The message of the room that it was made from. */
    messageId: Generated<string | null>;
  };
  reply: {
    id: string;
    commentId: string;
    text: string;
    createdAt: string;
    createdBy: string;
    mentions: Generated<string | null>;
    editedAt: Generated<string | null>;
  };
  reaction: { commentId: string; userId: string; reaction: string; createdAt: string };
  replyReaction: { replyId: string; userId: string; reaction: string; createdAt: string };
  approval: { fileId: string; userId: string; createdAt: string };

  /** The ids are those of its link, by which it is found when what it is about is deleted. */
  notification: {
    userId: string;
    id: string;
    projectId: string;
    cutId: string | null;
    fileId: string | null;
    commentId: string | null;
    replyId: string | null;
    /** JSON of the Notification as it was sent: unread. */
    body: string;
    isRead: Generated<number>;
  };
  strangerNotice: { userId: string; at: string };
  activity: {
    id: string;
    projectId: string;
    type: ActivityType;
    actorId: string;
    /** JSON of the whole Activity as it was sent. */
    body: string;
    createdAt: string;
  };
  activityDismissal: { userId: string; activityId: string; dismissedAt: string };

  /** Everything that search can find; written by triggers only. SQLite has `searchIndex` beside it, PostgreSQL two more columns. */
  searchEntry: {
    number: number;
    type: SearchType;
    id: string;
    projectId: string;
    name: string;
    text: string;
  };
  /** One row, on SQLite: the last entry that is in the index; see `search/fill-index.ts`. */
  searchIndexed: { number: number };

  /** The durable log: gapless `seq` per topic. Old events are removed from its beginning (`events/compact-log.ts`). */
  event: { topic: string; seq: number; name: string; payload: string; at: string };
  /** The last `seq` of each topic, updated in the transaction that appends. */
  topicHead: { topic: string; seq: number };
  /** Answers by operation id: a repeated operation is answered from here, as long as answers are kept. */
  operation: {
    userId: string;
    operationId: string;
    kind: string;
    /** `Operation.digests`, separated by spaces; rows of earlier versions have only that of the parsed command. */
    digest: string;
    /** JSON of the Answer. */
    answer: string;
    at: string;
  };
  /** Applied operations whose answers are no longer kept; see `commands/operations.ts`. */
  spentOperation: { key: Uint8Array };
};
