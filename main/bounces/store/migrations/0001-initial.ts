import type { Database } from 'better-sqlite3';

/** Bound folders, the files known in them, and every file on its way. */
export function up(database: Database): void {
  database.exec(`
    create table binding (
      id text primary key,
      folder text not null,
      projectId text not null,
      routing text not null,
      paused integer not null,
      createdAt integer not null
    ) strict;

    -- What has been decided about a file in a bound folder, and for which state of the file.
    create table knownFile (
      bindingId text not null references binding (id) on delete cascade,
      path text not null,
      device text not null,
      inode text not null,
      size integer not null,
      modified text not null,
      sha256 text,
      cutId text,
      decision text not null,
      primary key (bindingId, path)
    ) strict;
    create index knownFileByInode on knownFile (bindingId, inode);

    create table transfer (
      id text primary key,
      bindingId text,
      projectId text not null,
      path text not null,
      name text not null,
      target text not null,
      cutName text not null,
      cutId text not null,
      onlyIfNew integer not null,
      takeAsIs integer not null,
      uploadKey text not null,
      uploadId text,
      identity text,
      sha256 text,
      size integer not null,
      sent integer not null,
      startedOver integer not null,
      committing integer not null,
      seenAt integer not null,
      state text not null
    ) strict;
  `);
}
