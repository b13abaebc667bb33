import { archiveContentsSchema } from '../../../protocol/wire/file.ts';
import { createBlockHandlers } from './block-handlers.ts';
import { createCommandHandlers } from './command-handlers.ts';
import { createCommentHandlers } from './comment-handlers.ts';
import type { Handlers, HandlersOf, WithAccount } from './handlers.ts';
import { createIdentityHandlers, type LinkIdentity } from './identity-handlers.ts';
import { createInboxHandlers } from './inbox-handlers.ts';
import { createNoticeHandlers } from './notice-handlers.ts';
import { createOperatorHandlers } from './operator-handlers.ts';
import { createPartyHandlers } from './party-handlers.ts';
import { createProjectHandlers } from './project-handlers.ts';
import { createOwnAccountHandlers } from './recovery-handlers.ts';
import { createSearchHandlers } from './search-handlers.ts';
import { createSecondFactorHandlers } from './second-factor-handlers.ts';
import { createSessionHandlers } from './session-handlers.ts';
import { createSettingsHandlers } from './settings-handlers.ts';
import { createShareHandlers } from './share-handlers.ts';

type Family =
  | (
      | 'projects'
      | 'cuts'
      | 'deleted'
      | 'files'
      | 'commands'
      | 'outbox'
      | 'invitations'
      | 'comments'
      | 'activities'
    )
  | ('notifications' | 'chat' | 'presence' | 'settings' | 'notices' | 'search' | 'shares')
  | (
      | 'attention'
      | 'room'
      | 'party'
      | 'sessions'
      | 'blocks'
      | 'account'
      | 'identities'
      | 'secondFactor'
      | 'operator'
    );

/** The handlers that are the same wherever the client runs. */
export function createAccountHandlers(
  withAccount: WithAccount,
  link: LinkIdentity,
): HandlersOf<Family> & Pick<Handlers, 'stems.contents'> {
  return {
    'stems.contents': ({ fileId }) =>
      withAccount(({ client }) => {
        const path = `/api/files/${fileId}/contents`;
        return client.request({ method: 'GET', path, schema: archiveContentsSchema });
      }),
    ...createProjectHandlers(withAccount),
    ...createCommandHandlers(withAccount),
    ...createCommentHandlers(withAccount),
    ...createInboxHandlers(withAccount),
    ...createSettingsHandlers(withAccount),
    ...createNoticeHandlers(withAccount),
    ...createSearchHandlers(withAccount),
    ...createShareHandlers(withAccount),
    ...createSessionHandlers(withAccount),
    ...createBlockHandlers(withAccount),
    ...createOperatorHandlers(withAccount),
    ...createPartyHandlers(withAccount),
    ...createOwnAccountHandlers(withAccount),
    ...createIdentityHandlers(withAccount, link),
    ...createSecondFactorHandlers(withAccount),
  };
}
