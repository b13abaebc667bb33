import * as z from 'zod';
import { type OperatorCommand, operatorSchemas } from '../../../protocol/wire/operator.ts';
import { type ApiRoute, json, pathNames } from '../route.ts';

const summaries: Record<OperatorCommand, string> = {
  users: 'Accounts, newest first',
  show: 'An account (its id or email address): projects, sessions, storage',
  disable: 'Ends the sessions and share links of an account and keeps it from signing in',
  enable: 'Lets a disabled account sign in again',
  delete: 'Deletes an account for good, as its owner would',
  'end-sessions': 'Signs an account out everywhere',
  'reset-password': 'Makes a link to choose a new password, which works once within an hour',
  'remove-second-factor': 'Turns the second factor of an account off, for someone who lost it',
  'make-admin': 'Makes an account an admin of the server',
  'remove-admin': 'Takes that away; never from the last one',
  quota: 'Limits what one account or project may keep',
  registration: 'Who may make an account',
  'set-registration': 'Changes that, unless the server’s environment decides it',
  invite: 'Allows an address to make an account, and answers the link',
  invitations: 'Open invitations to make an account',
  withdraw: 'Ends an invitation to make an account',
  announcement: 'The announcement that everybody is shown',
  announce: 'Shows an announcement to everybody who is signed in',
  'end-announcement': 'Takes the announcement back',
  audit: 'The audit log, newest first',
  storage: 'The storage that is used, by whom, and what is free',
};

/** The operator's operations are routes by one table (`protocol/wire/operator.ts`). */
export const operatorRoutes: ApiRoute[] = Object.entries(operatorSchemas).map(([name, definition]) => {
  const { method, path, input, result } = definition;
  const inPath = pathNames(path);
  const shape = Object.entries(input.shape).filter(([field]) => !inPath.includes(field));
  const rest = shape.length === 0 ? undefined : inPath.length === 0 ? input : omit(input, inPath);
  return {
    ...{ method, path, who: 'server admin' },
    summary: summaries[name as OperatorCommand],
    answers: [json(result, 'Done')],
    errors: ['forbidden', 'not-found', 'conflict'],
    ...(rest && (method === 'get' ? { query: rest } : { json: rest })),
  };
});

function omit(input: z.ZodObject, names: string[]): z.ZodObject {
  return z.object(Object.fromEntries(Object.entries(input.shape).filter(([name]) => !names.includes(name))));
}
