import { expect, it } from 'vitest';
import { tokenOf } from '../../../client/account/handlers/command-handlers.ts';
import { formatJoinLink, parseInvitationLink, parseJoinLink } from '../../../protocol/ipc/invitation-link.ts';

const token = `${'tOken-_1'.repeat(5)}abc`;
const serverUrl = 'https://band.example';

it.each([
  `https://band.example/join/${token}`,
  `https://band.example/invite/${token}`,
  `https://band.example/#/join/${token}`,
  `https://band.example/#/invite/${token}`,
  ` https://band.example/join/${token}/\n`,
  `bandmate://join?server=https%3A%2F%2Fband.example&token=${token}`,
])('the server and the token of an invitation are read from %j', (link) => {
  expect(parseInvitationLink(link)).toEqual({ serverUrl, token });
  expect(tokenOf(link)).toBe(token);
});

it('a token alone names no server', () => {
  expect(parseInvitationLink(` ${token} `)).toEqual({ serverUrl: null, token });
});

it('a link for the app is made and read again, also of a server with a port', () => {
  for (const url of [serverUrl, 'http://192.168.1.20:3000', 'http://[::1]:3000'])
    expect(parseJoinLink(formatJoinLink({ serverUrl: url, token }))).toEqual({ serverUrl: url, token });
});

it.each([
  '',
  'https://band.example/',
  `https://band.example/join/${token.slice(1)}`,
  `https://band.example/projects/${token}`,
  `https://ana:secret@band.example/join/${token}`,
  `javascript:alert(1)//join/${token}`,
  `ftp://band.example/join/${token}`,
])('%j is no invitation', (link) => {
  expect(parseInvitationLink(link)).toBeNull();
});

it.each([
  `bandmate://join?server=https%3A%2F%2Fband.example&token=${token}x`,
  `bandmate://join?token=${token}`,
  `bandmate://join?server=javascript%3Aalert(1)&token=${token}`,
  `bandmate://join?server=file%3A%2F%2F%2Fetc&token=${token}`,
  `bandmate://join?server=https%3A%2F%2Fband.example%40evil.example&token=${token}`,
  `bandmate://join?server=https%3A%2F%2Fband.example%2Fpath&token=${token}`,
  `bandmate://join?server=https%3A%2F%2Fband.example%3Fq&token=${token}`,
  `bandmate://join?server=https%3A%2F%2Fband.example&token=../../${token.slice(6)}`,
  `bandmate://join?server=${'a'.repeat(600)}&token=${token}`,
  `bandmate://joined?server=https%3A%2F%2Fband.example&token=${token}`,
])('a hostile link for the app opens nothing: %j', (link) => {
  expect(parseJoinLink(link)).toBeNull();
});
