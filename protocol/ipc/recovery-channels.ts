import * as z from 'zod';
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
} from '../wire/account.ts';
import { serverUrlSchema } from './session.ts';
import { savedStemsSchema } from './stems.ts';

const nothing = z.null();
const onServer = { serverUrl: serverUrlSchema };

/** Getting back into an account, and confirming its address. All of it needs the network. */
export const recoveryChannels = {
  /** Asks for a link to choose a new password; also while nobody is signed in, as the next two. */
  'session.forgotPassword': {
    args: forgotPasswordSchema.extend(onServer),
    result: forgottenPasswordSchema,
  },
  /** `expired-link`: the link no longer works. Signs nobody in. */
  'session.resetPassword': { args: resetPasswordSchema.extend(onServer), result: nothing },
  /** `expired-link`, or `conflict`: another account has that address by now. */
  'session.verifyEmail': { args: confirmEmailSchema.extend(onServer), result: nothing },

  /** How the account signs in, from the server. */
  'session.account': { args: nothing, result: accountFactsSchema },
  /** Sends the link that confirms the account's address again. */
  'account.sendVerification': { args: nothing, result: nothing },
  /** Signs out all other devices. `forbidden`: the current password is wrong. */
  'account.changePassword': { args: changePasswordSchema, result: nothing },
  /** For good. The caller signs out next. `forbidden`: the password is wrong; `conflict`: they own a project with others. */
  'account.delete': { args: deleteAccountSchema, result: nothing },
  /** Saves everything the server keeps about the account, as a ZIP. Its id for `downloads.show` is `account`. */
  'downloads.saveAccount': { args: nothing, result: savedStemsSchema },
  'account.changeEmail': { args: changeEmailSchema, result: changedEmailSchema },
} as const;
