import * as z from 'zod';
import { attentionSchema } from '../../../protocol/wire/attention.ts';
import { messagesQuerySchema } from '../../../protocol/wire/chat.ts';
import { commandSchemas } from '../../../protocol/wire/command.ts';
import { commandBatchAnswerSchema, commandBatchSchema } from '../../../protocol/wire/command-batch.ts';
import { invitationPreviewSchema, pendingInvitationSchema } from '../../../protocol/wire/member.ts';
import { projectSchema, projectSnapshotSchema } from '../../../protocol/wire/project.ts';
import { roomMessageListSchema } from '../../../protocol/wire/room-message.ts';
import {
  headsSchema,
  projectStateSchema,
  stateQuerySchema,
  syncAnswerSchema,
  syncQuerySchema,
} from '../../../protocol/wire/sync.ts';
import { type ApiRoute, commandRoute, json } from '../route.ts';

const { id: _id, ...projectFields } = commandSchemas['project.create'].payload.shape;
const pictures = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

const rooms: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/projects/:id/messages',
    who: 'listener',
    summary: 'The latest messages of the project’s room, or those before `before`, oldest first',
    query: messagesQuerySchema,
    answers: [json(roomMessageListSchema, 'The messages; fewer than `limit`: there are none before')],
  },
  commandRoute(
    'room.send',
    201,
    {
      method: 'post',
      path: '/api/projects/:id/messages',
      summary: 'Writes in the room of the project. The mentioned are notified',
      errors: ['rate-limited'],
    },
    ['projectId'],
  ),
  commandRoute(
    'room.react',
    200,
    {
      method: 'post',
      path: '/api/projects/:id/messages/:messageId/react',
      summary: 'Gives a message of the room a reaction, or takes it back',
    },
    ['projectId', 'id'],
  ),
  commandRoute(
    'room.read',
    200,
    {
      method: 'post',
      path: '/api/projects/:id/messages/read',
      summary: 'Marks the room as read, up to a message or in full',
    },
    ['projectId'],
  ),
  commandRoute(
    'attention.setLevel',
    200,
    {
      method: 'put',
      path: '/api/projects/:id/attention',
      summary: 'Chooses which news of the project notify the caller, on all their devices',
    },
    ['projectId'],
  ),
  commandRoute(
    'attention.setMail',
    200,
    {
      method: 'put',
      path: '/api/projects/:id/attention/mail',
      summary: 'Chooses of which news of the project the caller gets mail',
    },
    ['projectId'],
  ),
  {
    method: 'get',
    path: '/api/attention',
    who: 'signed-in',
    summary: 'What the caller wants to hear of each project, and how far they have read its room',
    answers: [json(attentionSchema, 'Levels, read marks and quiet hours')],
  },
  commandRoute('account.update', 200, {
    method: 'put',
    path: '/api/account',
    who: 'signed-in',
    summary: 'Gives the caller a picture of at most 512 pixels a side. Null: none',
    errors: ['unsupported-type'],
  }),
  commandRoute('attention.setQuietHours', 200, {
    method: 'put',
    path: '/api/attention/quiet-hours',
    who: 'signed-in',
    summary: 'Sets the hours without notifications over other windows. Null: none',
  }),
];

const projects: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/projects',
    who: 'signed-in',
    summary: 'The projects of the caller',
    answers: [json(z.array(projectSchema), 'The projects')],
  },
  {
    method: 'get',
    path: '/api/projects/:id',
    who: 'listener',
    summary: 'A whole project, as of `seq` of its topic in `epoch`',
    answers: [json(projectSnapshotSchema, 'The project')],
  },
  {
    ...commandRoute('project.create', 201, {
      method: 'post',
      path: '/api/projects',
      who: 'signed-in',
      summary: 'Creates a project, with an image if the request is a form',
      errors: ['unsupported-type', 'empty-file'],
    }),
    form: { fields: z.object(projectFields), file: 'image' },
  },
  ...['/api/pictures/:sha256', '/media/pictures/:sha256'].map(
    (path): ApiRoute => ({
      ...{ method: 'get', path, who: 'signed-in' },
      summary: 'The picture of a bandmate, or of a project or vibe of the caller',
      answers: [{ status: 200, summary: 'The picture', mediaTypes: pictures }],
      hasRanges: true,
    }),
  ),
  commandRoute(
    'project.update',
    200,
    {
      method: 'put',
      path: '/api/projects/:id',
      summary: 'Changes name, description or image',
      errors: ['forbidden', 'unsupported-type'],
    },
    ['id'],
  ),
  commandRoute(
    'project.delete',
    200,
    {
      method: 'delete',
      path: '/api/projects/:id',
      summary: 'Deletes a project with everything in it',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'project.invite',
    201,
    {
      method: 'post',
      path: '/api/projects/:id/invite',
      summary: 'Invites an email address, or makes a link with which anyone may join',
      errors: ['forbidden', 'rate-limited'],
    },
    ['projectId'],
  ),
  {
    method: 'get',
    path: '/api/projects/:id/invitations',
    who: 'admin',
    summary: 'The invitations that can still be accepted, newest first',
    answers: [json(z.array(pendingInvitationSchema), 'The invitations')],
    errors: ['forbidden'],
  },
  commandRoute(
    'invitation.revoke',
    200,
    {
      method: 'delete',
      path: '/api/invitations/:id',
      summary: 'Ends an invitation that nobody has accepted',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  {
    method: 'post',
    path: '/api/invitations/read',
    who: 'anyone',
    summary: 'An invitation, for whoever has its link',
    json: commandSchemas['invitation.accept'].payload,
    answers: [json(invitationPreviewSchema, 'The invitation')],
    errors: ['not-found', 'rate-limited'],
  },
  commandRoute(
    'invitation.accept',
    200,
    {
      method: 'post',
      path: '/api/invitations/:token/accept',
      who: 'signed-in',
      summary: 'Accepts an invitation. It must be for the caller’s email address, or for anyone',
      errors: ['forbidden'],
    },
    ['token'],
  ),
  commandRoute(
    'member.remove',
    200,
    {
      method: 'delete',
      path: '/api/projects/:id/members/:userId',
      who: 'listener',
      summary: 'Removes a member. Admins remove anyone, members themselves. The owner stays',
      errors: ['forbidden'],
    },
    ['projectId', 'userId'],
  ),
  commandRoute(
    'member.setRole',
    200,
    {
      method: 'patch',
      path: '/api/projects/:id/members/:userId',
      summary: 'Gives a member another role. The owner stays an admin',
      errors: ['forbidden'],
    },
    ['projectId', 'userId'],
  ),
  commandRoute(
    'project.restore',
    200,
    {
      method: 'post',
      path: '/api/projects/:id/restore',
      summary: 'Brings a deleted project back, for everybody who was in it',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'project.transfer',
    200,
    {
      method: 'post',
      path: '/api/projects/:id/transfer',
      summary: 'Makes another member the owner',
      errors: ['forbidden'],
    },
    ['id'],
  ),
];

const changes: ApiRoute[] = [
  {
    method: 'post',
    path: '/api/commands',
    who: 'signed-in',
    summary:
      'Runs up to 100 operations in order and answers each of them. See x-commands for kinds and payloads',
    json: commandBatchSchema,
    answers: [json(commandBatchAnswerSchema, 'One answer for each operation, in the same order')],
  },
  {
    method: 'get',
    path: '/api/sync',
    who: 'listener',
    summary: 'The events of a topic after `since`, oldest first. Only the person can read their own topic',
    query: syncQuerySchema,
    answers: [json(syncAnswerSchema, 'The events, or that a snapshot must be read')],
    errors: ['not-found'],
  },
  {
    method: 'get',
    path: '/api/sync/heads',
    who: 'signed-in',
    summary: 'The latest position of each topic that the caller can read',
    answers: [json(headsSchema, 'The heads')],
  },
  {
    method: 'get',
    path: '/api/sync/state',
    who: 'listener',
    summary: 'A hash of the state of a project at its latest event, for clients to compare with their own',
    query: stateQuerySchema,
    answers: [json(projectStateSchema, 'The hash and its position')],
    errors: ['not-found'],
  },
];

export const projectRoutes: ApiRoute[] = [...projects, ...rooms, ...changes];
