import type { Failure } from '../../protocol/wire/error.ts';
import { failure } from '../failure.ts';

let known: Promise<Set<string>> | undefined;

/** Read on first use, and never over the network. */
async function readKnown(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
}

/** Refuses a new password that is one of the 49,000 most common ones; null = it isn't. */
export async function refuseCommonPassword(password: string): Promise<Failure | null> {
  known ??= readKnown();
  const isCommon = (await known).has(password.normalize('NFKC').toLowerCase());
  return isCommon
    ? failure('invalid', 'password: is one of the most common passwords. Choose another one.')
    : null;
}
