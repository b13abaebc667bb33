/**
 * The version of the wire contract. A change of any schema in this folder fails
 * `tests/contract/protocol-version.test.ts` until this number and its history say what changed.
 *
 * History:
 * 1: accounts, projects, vibes, cuts, files, resumable uploads, activities, the durable log and commands.
 * 2: waveform peaks of a file, and the event that they are there; comments, replies and notifications.
 * 3: conversations, messages, read marks and presence.
 * 4: search in all that a person may see.
 * 5: links by which one file is shared with people who have no account.
 * 6: search finds replies.
 * 7: activities are dismissed by commands and told to all devices; a message may open its conversation.
 * 8: the hash of a project's state, by which a client finds that it holds another one.
 * 9: answers name the log positions of their events; hello, answered with the epoch and this version;
 *    words of answers are open to later versions; each answer carries this version in a header.
 * 10: a song is one stack of versions: labels, notes, stems, loudness, differences; versions and cuts can be moved,
 *    merged, split and reordered; comments can be ranges, resolved, edited and reacted to, and mention people;
 *    versions can be approved; deleted cuts can be restored;
 *    projects have a room, and people choose what they are notified of; songs have tempo, key and sections.
 * 11: people, projects and vibes have pictures; people see their sessions and end them, and hear of new ones;
 *    replies can be edited and reacted to, messages of a room reacted to and made a comment; a note can be part of the
 *    announcement of an upload; accounts and projects have quotas; an invitation can be read before it is accepted.
 * 12: the operator of a server sees and disables accounts, ends their sessions, sets quotas, decides who may register,
 *    and announces something to everybody;
 *    a forgotten password is reset by a link in a mail, and an address confirmed by one; both can be
 *    changed, and an account exported and deleted;
 *    a project has an owner, who passes that on; members get other roles, and a listener only hears and comments;
 *    invitations are listed and revoked;
 *    people sign in with identities of OpenID Connect providers, which are connected to an account, and apps through a
 *    browser; a sign-in may need a code of an authenticator app;
 *    deleted projects, vibes and files can be restored;
 *    the comments of a cut can be read as markers for a DAW;
 *    people can block each other, and the notification of an invitation says who sent it.
 * 13: a song remembers where its bounces begin in the project of the DAW;
 *    files have a compressed copy for thin connections, and an event says that it is there;
 *    mail tells of mentions and new versions, as each member chooses for a project;
 *    several members listen to one sound together (listening parties);
 *    an invitation can be for anyone who has its link, for so many people and days;
 *    links lead to songs, groups and projects too, can be changed, and are listed and counted for a project; guests of a
 *    link comment by it;
 *    the event that notifications lead to another cut names them.
 * 14: a server that is stopping, or can't reach its database or its storage for the moment, says so (503
 *    `unavailable`); a refusal names its request.
 * 15: a stem can be made a version or a song of its own, and a version a stem of another one;
 *    a server that is ready names the state of its storage.
 */
export const protocolVersion = 15;

/**
 * On each answer of a BandMate server: its protocol version. An answer without it comes from something in between.
 * On each request of today’s apps: that of the app.
 */
export const protocolHeader = 'bandmate-protocol';

/** So many versions may lie between an app and its server, in either direction. */
export const versionsApart = 4;

/** Compares the other side's version with ours. Older apps don't send theirs, so what says nothing fits. */
export function fitOfProtocol(header: string | null | undefined): 'fits' | 'older' | 'newer' {
  const version = /^\d{1,6}$/.test(header ?? '') ? Number(header) : protocolVersion;
  if (version < protocolVersion - versionsApart) return 'older';
  return version > protocolVersion + versionsApart ? 'newer' : 'fits';
}
