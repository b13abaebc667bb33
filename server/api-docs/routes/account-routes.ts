import {
  accountFactsSchema,
  changedEmailSchema,
  changeEmailSchema,
  changePasswordSchema,
  confirmEmailSchema,
  deleteAccountSchema,
  forgotPasswordSchema,
  forgottenPasswordSchema,
  resetPasswordSchema,
} from '../../../protocol/wire/account.ts';
import { type ApiRoute, json, nothing } from '../route.ts';

export const accountRoutes: ApiRoute[] = [
  ...(['get', 'post'] as const).map(
    (method): ApiRoute => ({
      ...{ method, path: '/api/mail/unsubscribe/:token', who: 'anyone' },
      summary:
        method === 'get'
          ? 'A page that asks whether to end mail about news. It changes nothing'
          : 'Ends mail about news for an account, from that page or a mail program (RFC 8058)',
      answers: [
        { status: 200, summary: 'The page', mediaTypes: ['text/html'] },
        { status: 404, summary: 'The same page, for a link that is unknown', mediaTypes: ['text/html'] },
      ],
    }),
  ),
  {
    method: 'post',
    path: '/api/auth/forgot-password',
    who: 'anyone',
    summary: 'Sends a link to reset the password, if there is such an account. Always the same answer',
    json: forgotPasswordSchema,
    answers: [json(forgottenPasswordSchema, 'Whether this server sends mail at all')],
    errors: ['rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/reset-password',
    who: 'anyone',
    summary:
      'Sets the password by the token of a link, once and within an hour. Ends all sessions of the account, and signs nobody in',
    json: resetPasswordSchema,
    answers: [nothing],
    errors: ['expired-link', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/verify-email',
    who: 'anyone',
    summary: 'Confirms the address that the link was sent to. It may be one that an account changes to',
    json: confirmEmailSchema,
    answers: [nothing],
    errors: ['expired-link', 'conflict'],
  },
  {
    method: 'get',
    path: '/api/auth/account',
    who: 'signed-in',
    summary: 'How the account signs in',
    answers: [json(accountFactsSchema, 'Its address and whether it is confirmed')],
  },
  {
    method: 'post',
    path: '/api/auth/change-password',
    who: 'signed-in',
    summary: 'Changes the password, and ends all other sessions. `forbidden`: the current one is wrong',
    json: changePasswordSchema,
    answers: [nothing],
    errors: ['forbidden', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/change-email',
    who: 'signed-in',
    summary:
      'Changes the address: once the link sent to the new one is opened, or at once on a server without mail, where `conflict` means that another account has it',
    json: changeEmailSchema,
    answers: [json(changedEmailSchema, 'Whether it has still to be confirmed')],
    errors: ['forbidden', 'conflict', 'rate-limited'],
  },
  {
    method: 'get',
    path: '/api/auth/export',
    who: 'signed-in',
    summary:
      'Everything about the account: its memberships, files, comments, messages and activities as JSON',
    answers: [{ status: 200, summary: 'A ZIP', mediaTypes: ['application/zip'] }],
    errors: ['rate-limited'],
  },
  {
    method: 'delete',
    path: '/api/auth/me',
    who: 'signed-in',
    summary:
      'Deletes the account for good. The person leaves all projects, and those without other members are deleted; what they made stays in the others under their name. `conflict`: they own a project with other members. `forbidden`: the password is wrong',
    json: deleteAccountSchema,
    answers: [nothing],
    errors: ['forbidden', 'conflict', 'rate-limited'],
  },
  {
    method: 'post',
    path: '/api/auth/send-verification',
    who: 'signed-in',
    summary: 'Sends the link that confirms the address again. `conflict`: this server sends no mail',
    answers: [nothing],
    errors: ['conflict', 'rate-limited'],
  },
];
