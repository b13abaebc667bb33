import type { Outcome } from '../../protocol/wire/error.ts';
import { type OperatorCommand, operatorSchemas } from '../../protocol/wire/operator.ts';
import type { AuditActor } from '../audit/record.ts';
import { parseInput } from '../failure.ts';
import { listAccounts, showAccount } from './accounts.ts';
import { announce, endAnnouncement, showAnnouncement } from './announcement.ts';
import {
  disableAccount,
  enableAccount,
  endSessions,
  makeAdmin,
  removeAdmin,
  removeFactor,
} from './change-accounts.ts';
import { deleteAccountOf } from './delete-account.ts';
import type { Operation, OperatorContext } from './operation.ts';
import { readAudit } from './read-audit.ts';
import {
  inviteAccount,
  listInvitations,
  readRegistration,
  setRegistration,
  withdrawInvitation,
} from './registration-operations.ts';
import { makeResetLink } from './reset-link.ts';
import { reportStorage, setQuota } from './storage.ts';

const operations: { [Name in OperatorCommand]: Operation<Name> } = {
  users: listAccounts,
  show: showAccount,
  disable: disableAccount,
  enable: enableAccount,
  delete: deleteAccountOf,
  'end-sessions': endSessions,
  'reset-password': makeResetLink,
  'remove-second-factor': removeFactor,
  'make-admin': makeAdmin,
  'remove-admin': removeAdmin,
  quota: setQuota,
  storage: reportStorage,
  registration: readRegistration,
  'set-registration': setRegistration,
  invite: inviteAccount,
  invitations: listInvitations,
  withdraw: withdrawInvitation,
  announcement: showAnnouncement,
  announce,
  'end-announcement': endAnnouncement,
  audit: readAudit,
};

export function isOperatorCommand(name: unknown): name is OperatorCommand {
  return typeof name === 'string' && Object.hasOwn(operations, name);
}

/** Runs an operation with untrusted input. */
export async function runOperation(
  context: OperatorContext,
  command: OperatorCommand,
  input: unknown,
  by: AuditActor,
): Promise<Outcome<unknown>> {
  const parsed = parseInput(operatorSchemas[command].input, input);
  if (!parsed.ok) return parsed;
  // The map gives each command the operation of its own input; TypeScript can't follow that through a union.
  const run = operations[command] as Operation<OperatorCommand>;
  return run(context, parsed.data as never, by);
}
