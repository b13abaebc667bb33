import { type Request, Router } from 'express';
import { type OperatorCommand, operatorSchemas } from '../../protocol/wire/operator.ts';
import type { ServerContext } from '../context.ts';
import { failure } from '../failure.ts';
import { sendFailure, sendOutcome } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import type { OperatorContext } from './operation.ts';
import { runOperation } from './operations.ts';

const adminsOnly = failure('forbidden', 'Only an admin of the server can do this.');

/** `/api/admin`: every operation as a route, for accounts whose server-wide role is ADMIN. */
export function createAdminRoutes(context: ServerContext, operator: OperatorContext): Router {
  const router = Router();
  for (const [name, { method, path }] of Object.entries(operatorSchemas)) {
    router[method](
      path,
      signedIn(context, async (actor, request, response) => {
        // Read for each request: the role may have changed since the sign-in.
        const account = await context.db
          .selectFrom('user')
          .select('role')
          .where('id', '=', actor.id)
          .executeTakeFirst();
        if (account?.role !== 'ADMIN') return sendFailure(response, adminsOnly);
        const command = name as OperatorCommand;
        sendOutcome(response, await runOperation(operator, command, inputOf(request), actor));
      }),
    );
  }
  return router;
}

function inputOf({ method, params, query, body }: Request): unknown {
  return method === 'GET' ? { ...query, ...params } : { ...body, ...params };
}
