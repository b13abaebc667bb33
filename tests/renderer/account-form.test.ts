import { describe, expect, it } from 'vitest';
import {
  type AccountFields,
  accountArgs,
  checkAccount,
  completeAddress,
  placeFailure,
} from '../../renderer/features/account/account-form.ts';

const filled: AccountFields = {
  serverUrl: 'https://band.example',
  name: 'Ana',
  email: 'ana@band.example',
  password: 'correct horse',
  rememberMe: true,
};

describe('the account form', () => {
  it('completes an address as people type it', () => {
    expect(
      ['band.example', ' https://band.example/ ', 'localhost:3000', '192.168.1.4:3000', 'studio.local'].map(
        completeAddress,
      ),
    ).toEqual([
      'https://band.example',
      'https://band.example',
      'http://localhost:3000',
      'http://192.168.1.4:3000',
      'http://studio.local',
    ]);
  });

  it('finds nothing wrong with what is right', () => {
    expect(checkAccount('sign-in', filled)).toEqual({});
    expect(checkAccount('register', filled)).toEqual({});
  });

  it('says beside each field what is missing', () => {
    const empty = { serverUrl: '', name: '', email: '', password: '', rememberMe: false };
    expect(Object.keys(checkAccount('sign-in', empty)).sort()).toEqual(['email', 'password', 'serverUrl']);
    expect(Object.keys(checkAccount('register', empty)).sort()).toEqual([
      'email',
      'name',
      'password',
      'serverUrl',
    ]);
  });

  it('says what is wrong with what was typed', () => {
    expect(checkAccount('sign-in', { ...filled, email: 'ana' })).toEqual({
      email: 'This is not an e-mail address.',
    });
    expect(checkAccount('sign-in', { ...filled, serverUrl: 'ftp://band' }).serverUrl).toContain(
      'not an address',
    );
    expect(checkAccount('register', { ...filled, password: 'short' }).password).toBe(
      'The password must be 8 characters at least.',
    );
    expect(checkAccount('sign-in', { ...filled, password: 'short' })).toEqual({});
  });

  it('sends what belongs to the way in', () => {
    expect(accountArgs('sign-in', filled)).not.toHaveProperty('name');
    expect(accountArgs('register', filled)).not.toHaveProperty('rememberMe');
  });

  it('puts a refusal beside its field', () => {
    const place = (kind: Parameters<typeof placeFailure>[1]['kind']) =>
      Object.keys(placeFailure('register', { kind, message: 'No.' }));
    expect(placeFailure('sign-in', { kind: 'offline', message: 'Nothing answers there.' })).toEqual({
      serverUrl: 'Nothing answers there.',
    });
    expect(place('unauthorised')).toEqual(['password']);
    expect(place('conflict')).toEqual(['email']);
    expect(place('internal')).toEqual(['form']);
  });
});
