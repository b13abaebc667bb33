/**
 * The version of the wire contract. A change of any schema in this folder fails
 * `tests/contract/protocol-version.test.ts` until this number and its history say what changed.
 *
 * History:
 * 1: accounts, projects, vibes, cuts, files, resumable uploads, activities, the durable log and commands.
 */
export const protocolVersion = 1;
