import { type Request, type Response, Router } from 'express';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { ServerContext } from '../context.ts';
import { readAttention } from '../entities/attention.ts';
import { hashToken } from '../hash-token.ts';
import { sendPlainPage } from '../http/plain-page.ts';

/**
 * The link at the end of a mail about news. Opening it changes nothing, because programs that check mail open links too;
 * its button, or the mail program's own (RFC 8058), ends such mail for all projects of the account, and does nothing else.
 */
export function createUnsubscribeRoutes({ db, dispatcher }: ServerContext): Router {
  const router = Router();

  const findUser = async (token: string) =>
    (
      await db
        .selectFrom('mailToken')
        .select('userId')
        .where('hash', '=', hashToken(token))
        .executeTakeFirst()
    )?.userId;

  const answer = (response: Response, status: number, title: string, html: string) =>
    sendPlainPage(response.setHeader('Referrer-Policy', 'same-origin'), { status, title, html });

  const unknown = (response: Response) =>
    answer(response, 404, 'This link doesn’t work any more', '<p>Choose what you get in the settings.</p>');

  router.get('/api/mail/unsubscribe/:token', async (request: Request, response) => {
    if (!(await findUser(String(request.params.token)))) return void unknown(response);
    const form = '<form method="post"><button>Stop these mails</button></form>';
    answer(response, 200, 'No more mail about mentions and new versions?', form);
  });

  router.post('/api/mail/unsubscribe/:token', async (request, response) => {
    const userId = await findUser(String(request.params.token));
    if (userId === undefined) return void unknown(response);
    await dispatcher.record(async ({ tx }) => {
      const before = await readAttention(tx, userId);
      await tx.updateTable('member').set({ mail: null }).where('userId', '=', userId).execute();
      await tx.deleteFrom('mailedNews').where('userId', '=', userId).execute();
      const changed = before.projects.filter(({ mail }) => mail !== undefined && mail !== 'off');
      return changed.map(({ mail: _before, ...payload }) => ({
        topic: userTopic(userId),
        event: { name: 'attention:updated', payload },
      }));
    });
    answer(
      response,
      200,
      'You get no more of these mails',
      '<p>You can choose them again in the settings.</p>',
    );
  });
  return router;
}
