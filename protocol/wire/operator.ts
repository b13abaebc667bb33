import * as z from 'zod';
import { currentAnnouncementSchema } from './announcement.ts';
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

/** The people that may make an account: everyone, those who are invited by a project or the operator, those whom the operator invites. */
export const registrationModeSchema = z.enum(['open', 'invitation', 'closed']);
export type RegistrationMode = z.infer<typeof registrationModeSchema>;

/** `isFixed`: by the server's environment, so it can't be changed here. */
const registration = z.object({ mode: openEnum(registrationModeSchema), isFixed: z.boolean() });

const accountInvitation = z.object({
  id: idSchema,
  email: z.string(),
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
});

export const auditEntrySchema = z.object({
  number: z.number().int(),
  at: timestampSchema,
  kind: z.string(),
  /** The kind in words. */
  act: z.string(),
  actorId: z.string().nullable(),
  actor: z.string(),
  address: z.string().nullable(),
  device: z.string().nullable(),
  subjectId: z.string().nullable(),
  subject: z.string().nullable(),
  projectId: z.string().nullable(),
  detail: z.string().nullable(),
  /** Above 1: so many acts in one entry. */
  count: z.number().int(),
});
export type AuditLogEntry = z.infer<typeof auditEntrySchema>;

/** A day, which begins at midnight in UTC, or a moment. */
const moment = z.union(
  [z.iso.datetime(), z.iso.date().transform((day) => `${day}T00:00:00.000Z`)],
  'is not a day like 2026-03-01',
);

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
  /** As its owner would: for good. Its address is free again. */
  delete: {
    method: 'delete',
    path: '/api/admin/users/:account',
    input: byAccount,
    result: z.object({ email: z.string() }),
  },
  'end-sessions': onAccount('end-sessions'),
  /** A link that works once within an hour; only this answer has it. */
  'reset-password': {
    method: 'post',
    path: '/api/admin/users/:account/reset-password',
    input: byAccount,
    result: z.object({ email: z.string(), url: z.string() }),
  },
  /** For someone who lost it. The password is still needed. */
  'remove-second-factor': onAccount('remove-second-factor'),
  'make-admin': onAccount('make-admin'),
  /** Never the last one. */
  'remove-admin': onAccount('remove-admin'),
  quota: {
    method: 'put',
    path: '/api/admin/quota',
    input: quotaSchema,
    result: quotaTarget.extend({ bytes: ownQuotaSchema }),
  },
  registration: { method: 'get', path: '/api/admin/registration', input: z.object({}), result: registration },
  'set-registration': {
    method: 'put',
    path: '/api/admin/registration',
    input: z.object({ mode: registrationModeSchema }),
    result: registration,
  },
  /** Allows an address to make an account; only this answer has the link. */
  invite: {
    method: 'post',
    path: '/api/admin/invitations',
    input: z.object({ email: z.email() }),
    result: accountInvitation.omit({ createdAt: true }).extend({ url: z.string(), isMailed: z.boolean() }),
  },
  /** Those that are still open, newest first. */
  invitations: {
    method: 'get',
    path: '/api/admin/invitations',
    input: z.object({}),
    result: z.object({ invitations: z.array(accountInvitation) }),
  },
  withdraw: {
    method: 'delete',
    path: '/api/admin/invitations/:id',
    input: z.object({ id: idSchema }),
    result: z.object({}),
  },
  announcement: {
    method: 'get',
    path: '/api/admin/announcement',
    input: z.object({}),
    result: currentAnnouncementSchema,
  },
  /** Replaces the one that is shown. */
  announce: {
    method: 'put',
    path: '/api/admin/announcement',
    input: z.object({
      text: z.string().trim().min(1, 'must not be empty').max(500, 'must be at most 500 characters'),
      endsAt: moment.nullable().default(null),
    }),
    result: currentAnnouncementSchema,
  },
  'end-announcement': {
    method: 'delete',
    path: '/api/admin/announcement',
    input: z.object({}),
    result: currentAnnouncementSchema,
  },
  /** Newest first. `next` is the `before` of the next page. */
  audit: {
    method: 'get',
    path: '/api/admin/audit',
    input: z.object({
      /** The id or address of an account that acted, or to which something was done. */
      person: z.string().trim().max(320).optional(),
      kind: z.string().max(100).optional(),
      address: z.string().trim().max(100).optional(),
      projectId: idSchema.optional(),
      from: moment.optional(),
      until: moment.optional(),
      before: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    result: z.object({ entries: z.array(auditEntrySchema), next: z.number().int().nullable() }),
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
