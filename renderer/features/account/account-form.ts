import type * as z from 'zod';
import type { BridgeErrorKind } from '../../../protocol/ipc/bridge.ts';
import { signInSchema, signUpSchema } from '../../../protocol/ipc/session.ts';

export type AccountMode = 'sign-in' | 'register';
export type AccountFields = {
  serverUrl: string;
  name: string;
  email: string;
  password: string;
  rememberMe: boolean;
};
/** Sentences beside the fields they are about; `form` is about none of them. */
export type AccountErrors = Partial<Record<keyof AccountFields | 'form', string>>;

/** A server's address as people type it: `band.example` is `https://band.example`, and a local one is http. */
export function completeAddress(typed: string): string {
  const trimmed = typed.trim().replace(/\/+$/, '');
  if (trimmed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return trimmed;
  const isLocal = /^(localhost|127\.|10\.|192\.168\.|\[?::1)|\.local(:|$)/i.test(trimmed);
  return `${isLocal ? 'http' : 'https'}://${trimmed}`;
}

/** What is wrong with what was typed, before anything is sent; empty when nothing is. */
export function checkAccount(mode: AccountMode, fields: AccountFields): AccountErrors {
  const errors: AccountErrors = {};
  if (fields.serverUrl.trim() === '') errors.serverUrl = 'Which server? Ask your band for its address.';
  if (mode === 'register' && fields.name.trim() === '') errors.name = 'What does the band call you?';
  if (fields.email.trim() === '') errors.email = 'Your e-mail address is missing.';
  if (fields.password === '') errors.password = 'Your password is missing.';
  const parsed = (mode === 'sign-in' ? signInSchema : signUpSchema).safeParse(accountArgs(mode, fields));
  if (!parsed.success) for (const issue of parsed.error.issues) noteIssue(errors, issue);
  return errors;
}

/** The arguments of `session.signIn` or `session.signUp`. */
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
  if (field === 'serverUrl') errors.serverUrl = 'This is not an address like https://band.example.';
  else if (field === 'email') errors.email = 'This is not an e-mail address.';
  else if (field === 'password') errors.password = `The password ${issue.message}.`;
  else if (field === 'name') errors.name = `The name ${issue.message}.`;
}

/** Puts a refusal beside the field that it is about. */
export function placeFailure(
  mode: AccountMode,
  failure: { kind: BridgeErrorKind; message: string },
): AccountErrors {
  switch (failure.kind) {
    case 'offline':
      return { serverUrl: failure.message };
    case 'unauthorised':
      return { password: 'E-mail address and password don’t belong together.' };
    case 'conflict':
      return mode === 'register'
        ? { email: 'There is an account with this address already. Sign in instead.' }
        : { form: failure.message };
    case 'rate-limited':
      return { form: 'Too many tries. Wait a minute, then try again.' };
    default:
      return { form: failure.message };
  }
}
