import * as z from 'zod';
import { activitySchema } from '../../../protocol/wire/activity.ts';
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
import { type ApiRoute, commandRoute, json } from '../route.ts';

const chat: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/chat/conversations',
    who: 'signed-in',
    says: 'The conversations of the caller, the one written in last first',
    answers: [json(conversationListSchema, 'The conversations')],
  },
  {
    method: 'get',
    path: '/api/chat/conversations/:id',
    who: 'signed-in',
    says: 'A conversation; `not-found` for everyone but its two',
    answers: [json(conversationSchema, 'The conversation')],
  },
  {
    method: 'get',
    path: '/api/chat/conversations/:id/messages',
    who: 'signed-in',
    says: 'The last messages before the one of that id, or of all; oldest first',
    query: messagesQuerySchema,
    answers: [json(messageListSchema, 'The messages; fewer than `limit`: there are none before')],
  },
  {
    method: 'get',
    path: '/api/presence',
    who: 'signed-in',
    says: 'Everyone with whom the caller shares a project, and whether they are connected',
    answers: [json(presenceSchema, 'The people')],
  },
  commandRoute('conversation.open', 200, {
    method: 'post',
    path: '/api/chat/conversations',
    who: 'signed-in',
    says: 'The conversation with a person: the one there is, or a new one',
    errors: ['forbidden'],
  }),
  commandRoute(
    'message.send',
    201,
    {
      method: 'post',
      path: '/api/chat/conversations/:id/messages',
      who: 'signed-in',
      says: 'Writes a message; `forbidden` when the two share no project any more',
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
      says: 'The caller has read up to that message, or all',
    },
    ['conversationId'],
  ),
];

const feeds: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/activities',
    who: 'signed-in',
    says: 'What happened in the caller’s projects, newest first, without what they have dismissed',
    query: activityListSchema,
    answers: [json(z.array(activitySchema), 'The activities')],
    errors: ['not-found'],
  },
  commandRoute('activity.dismissAll', 200, {
    method: 'post',
    path: '/api/activities/dismiss-all',
    who: 'signed-in',
    says: 'Dismisses all activities, or those of one project; answers which, as an undo needs it',
  }),
  commandRoute(
    'activity.dismiss',
    200,
    {
      method: 'post',
      path: '/api/activities/:id/dismiss',
      who: 'member',
      says: 'Dismisses an activity for the caller',
    },
    ['ids'],
  ),
  commandRoute(
    'activity.undismiss',
    200,
    {
      method: 'post',
      path: '/api/activities/:id/undismiss',
      who: 'member',
      says: 'Takes that back',
    },
    ['ids'],
  ),
  {
    method: 'get',
    path: '/api/notifications',
    who: 'signed-in',
    says: 'The notifications of the caller, newest first',
    query: notificationListSchema,
    answers: [json(z.array(notificationSchema), 'The notifications')],
  },
  commandRoute('notification.readAll', 200, {
    method: 'patch',
    path: '/api/notifications/read-all',
    who: 'signed-in',
    says: 'Marks as read all notifications, or those up to one',
  }),
  commandRoute(
    'notification.read',
    200,
    {
      method: 'patch',
      path: '/api/notifications/:id/read',
      who: 'signed-in',
      says: 'Marks a notification as read',
    },
    ['id'],
  ),
  {
    method: 'get',
    path: '/api/search',
    who: 'signed-in',
    says: 'Searches what the caller may see',
    query: searchQuerySchema,
    errors: ['rate-limited'],
    answers: [json(searchAnswerSchema, 'What was found')],
  },
];

export const personRoutes: ApiRoute[] = [...chat, ...feeds];
