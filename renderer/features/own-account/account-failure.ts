import type { BridgeErrorKind } from '../../../protocol/ipc/bridge.ts';
import { failureSentence } from '../../text/failures.ts';
import { ownAccountText } from '../../text/own-account.ts';
import { refusedPassword } from './new-password.ts';

/** Why the server refused a change of the account. Its sentences about a field begin with the field's name. */
export function accountFailure(failure: { kind: BridgeErrorKind; message: string }): string {
  const refused = refusedPassword(failure);
  if (refused !== null) return refused;
  if (failure.message.startsWith('currentPassword: '))
    return failure.message.slice('currentPassword: '.length);
  if (failure.message.startsWith('email: ')) return ownAccountText.changeEmail.taken;
  return failureSentence(failure);
}
