import type { Generated } from 'kysely';

/** Messages between two people, and in the rooms of projects. */
export type ChatTables = {
  /** `firstUserId` is the lesser of the two ids, so that each pair has one row. */
  conversation: { id: string; firstUserId: string; secondUserId: string; createdAt: string };
  /** Ordered by `createdAt`, which is unique within a conversation. */
  message: {
    id: string;
    conversationId: string;
    senderId: string;
    text: string;
    createdAt: string;
    /** 1 = its sender was blocked by the other person when they sent it, who therefore never sees it. */
    isHidden: Generated<number>;
  };
  /** `userId` hears nothing from `blockedId`. */
  block: { userId: string; blockedId: string; createdAt: string };
  /** In the room of a project. Ordered by `createdAt`, which is unique within a project. */
  roomMessage: {
    id: string;
    projectId: string;
    senderId: string;
    text: string;
    /** JSON of user ids; null if it mentions nobody. */
    mentions: string | null;
    createdAt: string;
    /** JSON of the comment that was made from it last; null without one. */
    point: Generated<string | null>;
  };
  roomReaction: { messageId: string; userId: string; reaction: string; createdAt: string };
  /** The last message that each participant has read; `upTo` is its `createdAt`. */
  readPosition: { conversationId: string; userId: string; messageId: string; upTo: string };
};
