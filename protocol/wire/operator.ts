import * as z from 'zod';
import { idSchema, timestampSchema } from './id.ts';
import { openEnum } from './open-enum.ts';

/**
 * The operations of a server's operator: the same ones for the command line and, as `/api/admin` routes, for accounts
 * whose server-wide role is ADMIN.
 */

/** An account by its id or its email address. */
export const accountNameSchema = z.string().trim().min(1, 'must not be empty').max(320);

const byAccount = z.object({ account: accountNameSchema });
const bytesSchema = z.number().int().nonnegative();

/** A limit in bytes; 0: none; null: the server's default for all. */
const ownQuotaSchema = bytesSchema.max(Number.MAX_SAFE_INTEGER).nullable();

export const accountStateSchema = z.enum(['all', 'enabled', 'disabled', 'admins']);
export type AccountState = z.infer<typeof accountStateSchema>;

/** One account in the operator's list. Sizes are in bytes. */
export const operatedAccountSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: openEnum(z.enum(['ADMIN', 'MEMBER'])),
  createdAt: timestampSchema,
  /** Null if the account was not used since the server keeps this. */
  lastSeenAt: timestampSchema.nullable(),
  /** Null: it may sign in. */
  disabledAt: timestampSchema.nullable(),
  sessions: z.number().int(),
  projects: z.number().int(),
  bytes: bytesSchema,
  quotaBytes: ownQuotaSchema,
});
export type OperatedAccount = z.infer<typeof operatedAccountSchema>;

export const accountDetailsSchema = operatedAccountSchema.extend({
  /** The limit that counts, whether its own or the server's default; 0: none. */
  limitBytes: bytesSchema,
  inProjects: z.array(
    z.object({ id: idSchema, name: z.string(), role: z.string(), joinedAt: timestampSchema }),
  ),
  signedIn: z.array(
    z.object({
      id: z.string(),
      device: z.string(),
      address: z.string(),
      createdAt: timestampSchema,
      lastUsedAt: timestampSchema,
    }),
  ),
});
export type AccountDetails = z.infer<typeof accountDetailsSchema>;

/** Newest first. `total` counts all that match; `next` is the `before` of the next page, null on the last one. */
export const accountPageSchema = z.object({
  accounts: z.array(operatedAccountSchema),
  total: z.number().int(),
  next: idSchema.nullable(),
});
export type AccountPage = z.infer<typeof accountPageSchema>;

export const storageReportSchema = z.object({
  /** Bytes on the disk: the same bytes count once. */
  stored: z.object({ files: z.number().int(), bytes: bytesSchema }),
  /** Of deleted songs that can be restored. Part of `stored`. */
  deletedBytes: bytesSchema,
  /** Uploads under way. */
  reserved: z.object({ uploads: z.number().int(), bytes: bytesSchema }),
  /** Left for uploads, without the reserve; null if the store knows no limit. */
  freeBytes: bytesSchema.nullable(),
  /** Kept free for the database, but at most a twentieth of the disk. */
  reserveBytes: bytesSchema,
  /** The server's defaults; 0: no limit. */
  accountQuotaBytes: bytesSchema,
  projectQuotaBytes: bytesSchema,
  /** The largest ones first, at most 100. */
  accounts: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      email: z.string(),
      bytes: bytesSchema,
      quotaBytes: ownQuotaSchema,
    }),
  ),
  projects: z.array(
    z.object({ id: idSchema, name: z.string(), bytes: bytesSchema, quotaBytes: ownQuotaSchema }),
  ),
});
export type StorageReport = z.infer<typeof storageReportSchema>;

const quotaTarget = z.object({
  /** Exactly one of the two. */
  account: accountNameSchema.optional(),
  project: idSchema.optional(),
});

export const quotaSchema = quotaTarget
  .extend({ bytes: ownQuotaSchema })
  .refine(({ account, project }) => (account === undefined) !== (project === undefined), {
    error: 'name an account or a project',
  });

type Definition = {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Its parameters, the query of a `get` and the body of any other method make the input. */
  path: string;
  input: z.ZodType;
  result: z.ZodType;
};

const onAccount = (verb: string) =>
  ({
    method: 'post',
    path: `/api/admin/users/:account/${verb}`,
    input: byAccount,
    result: operatedAccountSchema,
  }) as const;

/** Every operation, with its route. */
export const operatorSchemas = {
  users: {
    method: 'get',
    path: '/api/admin/users',
    input: z.object({
      /** Part of a name or an address. */
      search: z.string().trim().max(320).default(''),
      state: accountStateSchema.default('all'),
      before: idSchema.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    result: accountPageSchema,
  },
  show: { method: 'get', path: '/api/admin/users/:account', input: byAccount, result: accountDetailsSchema },
  /** Ends its sessions, sockets and share links, and keeps it from signing in. Nothing of it is deleted. */
  disable: onAccount('disable'),
  enable: onAccount('enable'),
  'end-sessions': onAccount('end-sessions'),
  'make-admin': onAccount('make-admin'),
  /** Never the last one. */
  'remove-admin': onAccount('remove-admin'),
  quota: {
    method: 'put',
    path: '/api/admin/quota',
    input: quotaSchema,
    result: quotaTarget.extend({ bytes: ownQuotaSchema }),
  },
  storage: { method: 'get', path: '/api/admin/storage', input: z.object({}), result: storageReportSchema },
} as const satisfies Record<string, Definition>;

export type OperatorCommand = keyof typeof operatorSchemas;
export type OperatorInput<Name extends OperatorCommand = OperatorCommand> = z.input<
  (typeof operatorSchemas)[Name]['input']
>;
export type OperatorResult<Name extends OperatorCommand = OperatorCommand> = z.output<
  (typeof operatorSchemas)[Name]['result']
>;
