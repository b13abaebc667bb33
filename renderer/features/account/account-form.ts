import type * as z from 'zod';
import type { BridgeErrorKind } from '../../../protocol/ipc/bridge.ts';
import { signInSchema, signUpSchema } from '../../../protocol/ipc/session.ts';
import { accountText } from '../../text/account.ts';
import { commonText } from '../../text/common.ts';
import { refusedPassword } from '../own-account/port.ts';

const messages = accountText.errors;

export type AccountMode = 'sign-in' | 'register';
export type AccountFields = {
  serverUrl: string;
  name: string;
  email: string;
  password: string;
  rememberMe: boolean;
};
/** A sentence for each wrong field. `form` is about no single field. */
export type AccountErrors = Partial<Record<keyof AccountFields | 'form', string>>;

/** Completes a server address: `band.example` becomes `https://band.example`, and local addresses use http. */
export function completeAddress(typed: string): string {
  const trimmed = typed.trim().replace(/\/+$/, '');
  if (trimmed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return trimmed;
  const isLocal = /^(localhost|127\.|10\.|192\.168\.|\[?::1)|\.local(:|$)/i.test(trimmed);
  return `${isLocal ? 'http' : 'https'}://${trimmed}`;
}

/** Validates the fields before anything is sent. Empty when they are valid. */
export function checkAccount(mode: AccountMode, fields: AccountFields): AccountErrors {
  const errors: AccountErrors = {};
  if (fields.serverUrl.trim() === '') errors.serverUrl = messages.serverMissing;
  if (mode === 'register' && fields.name.trim() === '') errors.name = messages.nameMissing;
  if (fields.email.trim() === '') errors.email = messages.emailMissing;
  if (fields.password === '') errors.password = messages.passwordMissing;
  const parsed = (mode === 'sign-in' ? signInSchema : signUpSchema).safeParse(accountArgs(mode, fields));
  if (!parsed.success) for (const issue of parsed.error.issues) noteIssue(errors, issue);
  return errors;
}

/** The arguments for `session.signIn` or `session.signUp`. */
export function accountArgs(mode: AccountMode, fields: AccountFields) {
  const common = {
    serverUrl: completeAddress(fields.serverUrl),
    email: fields.email.trim(),
    password: fields.password,
  };
  return mode === 'sign-in'
    ? { ...common, rememberMe: fields.rememberMe }
    : { ...common, name: fields.name.trim() };
}

function noteIssue(errors: AccountErrors, issue: z.core.$ZodIssue): void {
  const field = issue.path[0] as keyof AccountFields | undefined;
  if (!field || errors[field]) return;
  const isTooLong = issue.code === 'too_big';
  if (field === 'serverUrl') errors.serverUrl = messages.serverInvalid;
  else if (field === 'email') errors.email = commonText.emailInvalid;
  else if (field === 'password')
    errors.password = isTooLong ? messages.passwordTooLong : messages.passwordTooShort;
  else if (field === 'name') errors.name = isTooLong ? messages.nameTooLong : messages.nameMissing;
}

function fieldOf(password: string | null, form: string): AccountErrors {
  return password === null ? { form } : { password };
}

/** Puts the server's refusal beside the field that it is about. */
export function placeFailure(
  mode: AccountMode,
  failure: { kind: BridgeErrorKind; message: string },
): AccountErrors {
  switch (failure.kind) {
    case 'offline':
      return { serverUrl: failure.message };
    case 'unauthorised':
      return { password: messages.wrongPassword };
    case 'conflict':
      return mode === 'register' ? { email: messages.emailTaken } : { form: failure.message };
    case 'invalid':
      return fieldOf(refusedPassword(failure), failure.message);
    case 'rate-limited':
      return { form: messages.tooManyTries };
    default:
      return { form: failure.message };
  }
}
