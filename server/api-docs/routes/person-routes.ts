import * as z from 'zod';
import { activitySchema } from '../../../protocol/wire/activity.ts';
import { blockListSchema } from '../../../protocol/wire/block.ts';
import {
  conversationListSchema,
  conversationSchema,
  messageListSchema,
  messagesQuerySchema,
  presenceSchema,
} from '../../../protocol/wire/chat.ts';
import { notificationSchema } from '../../../protocol/wire/notification.ts';
import { searchAnswerSchema } from '../../../protocol/wire/search.ts';
import { activityListSchema } from '../../http/activity-routes.ts';
import { notificationListSchema } from '../../http/notification-routes.ts';
import { searchQuerySchema } from '../../http/search-routes.ts';
import { type ApiRoute, commandRoute, json, nothing } from '../route.ts';

const chat: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/chat/conversations',
    who: 'signed-in',
    summary: 'The conversations of the caller, the most recent first',
    answers: [json(conversationListSchema, 'The conversations')],
  },
  {
    method: 'get',
    path: '/api/chat/conversations/:id',
    who: 'signed-in',
    summary: 'A conversation. `not-found` for everyone but its two people',
    answers: [json(conversationSchema, 'The conversation')],
  },
  {
    method: 'get',
    path: '/api/chat/conversations/:id/messages',
    who: 'signed-in',
    summary: 'The latest messages, or those before `before`, oldest first',
    query: messagesQuerySchema,
    answers: [json(messageListSchema, 'The messages; fewer than `limit`: there are none before')],
  },
  {
    method: 'get',
    path: '/api/presence',
    who: 'signed-in',
    summary: 'Everyone with whom the caller shares a project, and whether they are connected',
    answers: [json(presenceSchema, 'The people')],
  },
  commandRoute('conversation.open', 200, {
    method: 'post',
    path: '/api/chat/conversations',
    who: 'signed-in',
    summary: 'Opens the conversation with a person, and creates it if there is none',
    errors: ['forbidden'],
  }),
  commandRoute(
    'message.send',
    201,
    {
      method: 'post',
      path: '/api/chat/conversations/:id/messages',
      who: 'signed-in',
      summary: 'Sends a message. `forbidden` if the two no longer share a project',
      errors: ['forbidden', 'rate-limited'],
    },
    ['conversationId', 'userId'],
  ),
  commandRoute(
    'conversation.read',
    200,
    {
      method: 'post',
      path: '/api/chat/conversations/:id/read',
      who: 'signed-in',
      summary: 'Marks the conversation as read, up to a message or in full',
    },
    ['conversationId'],
  ),
];

const feeds: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/activities',
    who: 'signed-in',
    summary: 'The activities in the caller’s projects, newest first, without those they dismissed',
    query: activityListSchema,
    answers: [json(z.array(activitySchema), 'The activities')],
    errors: ['not-found'],
  },
  commandRoute('activity.dismissAll', 200, {
    method: 'post',
    path: '/api/activities/dismiss-all',
    who: 'signed-in',
    summary: 'Dismisses all activities, or those of one project. Returns their ids, for undo',
  }),
  commandRoute(
    'activity.dismiss',
    200,
    {
      method: 'post',
      path: '/api/activities/:id/dismiss',
      who: 'listener',
      summary: 'Dismisses an activity for the caller',
    },
    ['ids'],
  ),
  commandRoute(
    'activity.undismiss',
    200,
    {
      method: 'post',
      path: '/api/activities/:id/undismiss',
      who: 'listener',
      summary: 'Undoes the dismissal of an activity',
    },
    ['ids'],
  ),
  {
    method: 'get',
    path: '/api/notifications',
    who: 'signed-in',
    summary: 'The notifications of the caller, newest first',
    query: notificationListSchema,
    answers: [json(z.array(notificationSchema), 'The notifications')],
  },
  commandRoute('notification.readAll', 200, {
    method: 'patch',
    path: '/api/notifications/read-all',
    who: 'signed-in',
    summary: 'Marks all notifications as read, or those up to one',
  }),
  commandRoute(
    'notification.read',
    200,
    {
      method: 'patch',
      path: '/api/notifications/:id/read',
      who: 'signed-in',
      summary: 'Marks a notification as read',
    },
    ['id'],
  ),
  {
    method: 'get',
    path: '/api/search',
    who: 'signed-in',
    summary: 'Searches what the caller may see',
    query: searchQuerySchema,
    errors: ['rate-limited'],
    answers: [json(searchAnswerSchema, 'What was found')],
  },
];

const blocks: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/blocks',
    who: 'signed-in',
    summary: 'The people that the caller has blocked, by name',
    answers: [json(blockListSchema, 'The people')],
  },
  {
    method: 'put',
    path: '/api/blocks/:userId',
    who: 'signed-in',
    summary:
      'Blocks a person: nothing they do notifies the caller or counts as unread, and their direct messages never arrive. They see no difference. `not-found` for people whom the caller has nothing to do with',
    answers: [nothing],
    errors: ['invalid', 'too-large'],
  },
  {
    method: 'delete',
    path: '/api/blocks/:userId',
    who: 'signed-in',
    summary: 'Ends a block, if there is one. What was sent meanwhile stays out',
    answers: [nothing],
  },
];

export const personRoutes: ApiRoute[] = [...chat, ...feeds, ...blocks];
