import * as z from 'zod';
import {
  commandBatchAnswerSchema,
  commandBatchSchema,
  commandSchemas,
} from '../../../protocol/wire/command.ts';
import { projectSchema, projectSnapshotSchema } from '../../../protocol/wire/project.ts';
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

const projects: ApiRoute[] = [
  {
    method: 'get',
    path: '/api/projects',
    who: 'signed-in',
    says: 'The projects of the caller',
    answers: [json(z.array(projectSchema), 'The projects')],
  },
  {
    method: 'get',
    path: '/api/projects/:id',
    who: 'member',
    says: 'A whole project as it stood at `seq` of its topic in `epoch`',
    answers: [json(projectSnapshotSchema, 'The project')],
  },
  {
    ...commandRoute('project.create', 201, {
      method: 'post',
      path: '/api/projects',
      who: 'signed-in',
      says: 'Makes a project, with its image where the request is a form',
      errors: ['unsupported-type', 'empty-file'],
    }),
    form: { fields: z.object(projectFields), file: 'image' },
  },
  {
    method: 'get',
    path: '/api/projects/:id/image',
    who: 'member',
    says: 'The image of a project',
    answers: [{ status: 200, says: 'The image', mediaTypes: pictures }],
    hasRanges: true,
  },
  commandRoute(
    'project.update',
    200,
    {
      method: 'put',
      path: '/api/projects/:id',
      who: 'admin',
      says: 'Changes name or description',
      errors: ['forbidden'],
    },
    ['id'],
  ),
  commandRoute(
    'project.delete',
    200,
    {
      method: 'delete',
      path: '/api/projects/:id',
      who: 'admin',
      says: 'Deletes a project with all that is in it',
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
      who: 'admin',
      says: 'Invites an e-mail address',
      errors: ['forbidden'],
    },
    ['projectId'],
  ),
  commandRoute(
    'invitation.accept',
    200,
    {
      method: 'post',
      path: '/api/invitations/:token/accept',
      who: 'signed-in',
      says: 'Joins the project that an invitation is for; it must be for the caller’s address',
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
      who: 'member',
      says: 'Removes a member: admins anyone, everyone themselves. The last admin can’t go',
      errors: ['forbidden'],
    },
    ['projectId', 'userId'],
  ),
];

const changes: ApiRoute[] = [
  {
    method: 'post',
    path: '/api/commands',
    who: 'signed-in',
    says: 'Up to 100 operations in order, each answered for itself; see x-commands for kinds and payloads',
    json: commandBatchSchema,
    answers: [json(commandBatchAnswerSchema, 'One answer for each operation, in the same order')],
  },
  {
    method: 'get',
    path: '/api/sync',
    who: 'member',
    says: 'The events of a topic after `since`, oldest first. A person’s own topic is read by them alone',
    query: syncQuerySchema,
    answers: [json(syncAnswerSchema, 'The events, or that a snapshot must be read')],
    errors: ['not-found'],
  },
  {
    method: 'get',
    path: '/api/sync/heads',
    who: 'signed-in',
    says: 'Where each topic that the caller may read stands',
    answers: [json(headsSchema, 'The heads')],
  },
  {
    method: 'get',
    path: '/api/sync/state',
    who: 'member',
    says: 'A hash of all that a project is at its head, for a client that has applied as much to compare',
    query: stateQuerySchema,
    answers: [json(projectStateSchema, 'The hash, and where it stands')],
    errors: ['not-found'],
  },
];

export const projectRoutes: ApiRoute[] = [...projects, ...changes];
