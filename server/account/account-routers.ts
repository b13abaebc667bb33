import type { Router } from 'express';
import type { ServerContext } from '../context.ts';
import { type ChangeParts, createChangeRoutes } from './change-routes.ts';
import { createConfirmPassword } from './confirm-password.ts';
import { createEmailRoutes } from './email-routes.ts';
import { createLeaveRoutes } from './leave-routes.ts';
import { createMailLimits } from './mail-limits.ts';
import { createRecoveryRoutes } from './recovery-routes.ts';

/** The routes by which people recover and change their accounts. */
export function createAccountRouters(
  context: ServerContext,
  parts: Pick<ChangeParts, 'mail' | 'passwords' | 'sessions' | 'onSessionEnded'>,
): Router[] {
  const limits = createMailLimits(context.attempts);
  const confirm = createConfirmPassword(context, parts.passwords);
  return [
    createRecoveryRoutes(context, { ...parts, limits }),
    createEmailRoutes(context, { ...parts, limits }),
    createChangeRoutes(context, { ...parts, limits, confirm }),
    createLeaveRoutes(context, { ...parts, confirm }),
  ];
}
