import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import express from 'express';

/** The floor of a command over HTTP: one synced insert for each request, and one select for each read. Prints its address. */
const database = new Database(process.argv[2] ?? ':memory:');
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('create table comment (id text primary key, cutId text, text text, timestamp real)');
const insert = database.prepare('insert into comment values (?, ?, ?, ?)');
const select = database.prepare('select * from comment order by rowid desc limit 1');
const app = express();
app.post('/comments', express.json(), ({ body }, response) => {
  insert.run(body.id, body.cutId, body.text, body.timestamp);
  response.status(201).json(body);
});
app.get('/comments', (_request, response) => void response.json(select.all()));
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
