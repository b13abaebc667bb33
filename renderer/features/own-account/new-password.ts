import type { BridgeErrorKind } from '../../../protocol/ipc/bridge.ts';
import { passwordSchema } from '../../../protocol/wire/user.ts';
import { accountText } from '../../text/account.ts';

const { errors } = accountText;

/** A sentence if a new password is too short or too long. */
export function checkNewPassword(password: string): string | undefined {
  const parsed = passwordSchema.safeParse(password);
  if (parsed.success) return undefined;
  const isTooLong = parsed.error.issues[0]?.code === 'too_big';
  return isTooLong ? errors.passwordTooLong : errors.passwordTooShort;
}

/** A refusal of the new password itself; null = the refusal is about something else. Its length was checked before. */
export function refusedPassword({
  kind,
  message,
}: {
  kind: BridgeErrorKind;
  message: string;
}): string | null {
  return kind === 'invalid' && message.startsWith('password: ') ? errors.passwordCommon : null;
}
