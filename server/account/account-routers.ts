import type { Router } from 'express';
import type { PasswordGuard } from '../auth/password-guard.ts';
import type { ServerContext } from '../context.ts';
import type { AccountMail } from './account-mail.ts';
import { createEmailRoutes } from './email-routes.ts';
import { createMailLimits } from './mail-limits.ts';
import { createRecoveryRoutes } from './recovery-routes.ts';

/** The routes by which people recover and change their accounts. */
export function createAccountRouters(
  context: ServerContext,
  parts: { mail: AccountMail; passwords: PasswordGuard; onSessionEnded(sessionId: string): void },
): Router[] {
  const limits = createMailLimits(context.environment.clock);
  return [
    createRecoveryRoutes(context, { ...parts, limits }),
    createEmailRoutes(context, { ...parts, limits }),
  ];
}
