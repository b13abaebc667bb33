import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { RegistrationMode } from '../protocol/wire/operator.ts';
import { defaultMaximumFileBytes } from '../protocol/wire/upload.ts';
import { defaultPasswordCost } from './auth/password-hash.ts';
import { type Patience, serverPatience } from './db/postgres/patience.ts';
import type { ProviderConfig } from './identity/provider-config.ts';

/** The server's settings. Sizes in bytes, times in milliseconds unless the name says otherwise. */
export type ServerConfig = {
  /** 0 = any free port. */
  port: number;
  host: string;
  /** Holds the database (unless it is elsewhere), blobs and uploads in progress. Created if missing. */
  dataDirectory: string;
  /** `s3://…` or `file:///…`: keeps blobs and uploads in progress there; null = in the data folder. */
  storageUrl: string | null;
  /** The address of a PostgreSQL database, `postgres://`; null = SQLite in the data folder. */
  databaseUrl: string | null;
  /** The name of this server among those on one database, for logs. */
  nodeName: string;
  /** Signs cookies and links; null = one that is made at the first start and kept. */
  secret: string | null;
  /** Where `npm run build` puts the page for browsers. May be missing. */
  webDirectory: string;
  /** The address the band uses, without a trailing slash; null = the address listened on. */
  publicUrl: string | null;
  /** Origins besides the server's own whose pages may call the server. */
  allowedOrigins: string[];
  /** Addresses and networks of reverse proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** The mail server, `smtp://` or `smtps://`; null = no mail is sent. */
  smtpUrl: string | null;
  /** The sender of mails; null = `bandmate@` and the host of the public address. */
  mailFrom: string | null;
  /** How long news is collected before it is mailed. */
  mailGatherMilliseconds: number;
  /** OpenID Connect providers with which people may sign in. */
  providers: ProviderConfig[];
  /** How long a provider may take to answer one request. */
  providerMilliseconds: number;
  maximumFileBytes: number;
  /** Kept free on the disk for the database, but at most a twentieth of the disk. */
  diskReserveBytes: number;
  /** The most bytes of an account, and of a project; 0 = no limit. */
  accountQuotaBytes: number;
  projectQuotaBytes: number;
  /** The people that may make an account; null: as the operator decides at the command line or on the page. */
  registration: RegistrationMode | null;
  /** How long events stay in the log, in days. Clients that were away for longer read a snapshot instead. */
  eventDays: number;
  /** How long answers to operations are kept, in days. Repeating an operation after that still changes nothing. */
  answerDays: number;
  /** How long deleted projects, vibes, cuts and files can be restored, in days. */
  deletedDays: number;
  /** How long entries of the audit log are kept, in days. */
  auditDays: number;
  /**
   * Failed sign-ins within 15 minutes for one address and e-mail, after which further ones have to wait for their turn,
   * and ten times that for one address, or one e-mail from anywhere; 0 = no limit. An IPv6 address counts as its /64.
   */
  maximumFailedLogins: number;
  /** The binary logarithm of scrypt's N. No variable sets it: only tests need cheaper hashes. */
  passwordCost: number;
  /** New accounts allowed within an hour from one address, and five times that in all; 0 = no limit. */
  maximumRegistrations: number;
  /** Open connections, sockets included; half as many from one address. Further ones are answered 503. */
  maximumConnections: number;
  /** Sockets of one account, one for each open app or tab. Further ones are refused. */
  maximumSockets: number;
  /** How long the headers of a request may take to arrive. */
  headerMilliseconds: number;
  /** How long a body may take to arrive. Uploads, and whatever else a signed-in caller sends, have more. */
  bodyMilliseconds: number;
  /** How long statements may take on PostgreSQL. */
  databasePatience: Patience;
  /** How long one search may take before it is refused. */
  searchMilliseconds: number;
  /** How long a look into an uploaded file may take before it goes on without the facts about its sound. */
  inspectionMilliseconds: number;
  /** How often sockets of ended sessions are disconnected. A sign-out disconnects its sockets at once. */
  sessionSweepMilliseconds: number;
  /** How often each socket is pinged, and how long it may take to answer. */
  pingIntervalMilliseconds: number;
  pingTimeoutMilliseconds: number;
  /** How often each socket in a listening party is asked for a sign of life, and how long that may take, in milliseconds. */
  partyProbe: { every: number; patience: number };
  /** How long a person stays online after their last socket dropped. */
  presenceGraceMilliseconds: number;
  /** The port of `/metrics`; null = none, 0 = any free one. */
  metricsPort: number | null;
  metricsHost: string;
  /**
   * How long a balancer has to notice that this server is stopping, and as long again for sockets and uploads to end; 0 = it
   * stops at once.
   */
  drainSeconds: number;
  /** Statements of the database that take longer are logged; 0 = none. */
  slowQueryMilliseconds: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
};

export const defaultConfig: ServerConfig = {
  port: 3000,
  host: '127.0.0.1',
  dataDirectory: '.data/server',
  storageUrl: null,
  databaseUrl: null,
  secret: null,
  nodeName: `${hostname()}-${process.pid}`,
  webDirectory: fileURLToPath(new URL('../out/renderer', import.meta.url)),
  publicUrl: null,
  allowedOrigins: [],
  trustedProxies: [],
  smtpUrl: null,
  mailFrom: null,
  mailGatherMilliseconds: 5 * 60_000,
  providers: [],
  providerMilliseconds: 5_000,
  maximumFileBytes: defaultMaximumFileBytes,
  diskReserveBytes: 1024 ** 3,
  accountQuotaBytes: 0,
  projectQuotaBytes: 0,
  registration: null,
  eventDays: 30,
  answerDays: 90,
  deletedDays: 30,
  auditDays: 365,
  maximumFailedLogins: 10,
  passwordCost: defaultPasswordCost,
  maximumRegistrations: 200,
  maximumConnections: 4_000,
  maximumSockets: 50,
  headerMilliseconds: 15_000,
  bodyMilliseconds: 20_000,
  databasePatience: serverPatience,
  searchMilliseconds: 2_000,
  inspectionMilliseconds: 5_000,
  sessionSweepMilliseconds: 15_000,
  pingIntervalMilliseconds: 15_000,
  pingTimeoutMilliseconds: 10_000,
  partyProbe: { every: 2_000, patience: 4_000 },
  presenceGraceMilliseconds: 10_000,
  metricsPort: null,
  metricsHost: '127.0.0.1',
  drainSeconds: 0,
  slowQueryMilliseconds: 500,
  logLevel: 'info',
};
