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
  it('completes the server addresses people type', () => {
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

  it('accepts valid fields', () => {
    expect(checkAccount('sign-in', filled)).toEqual({});
    expect(checkAccount('register', filled)).toEqual({});
  });

  it('reports each missing field', () => {
    const empty = { serverUrl: '', name: '', email: '', password: '', rememberMe: false };
    expect(Object.keys(checkAccount('sign-in', empty)).sort()).toEqual(['email', 'password', 'serverUrl']);
    expect(Object.keys(checkAccount('register', empty)).sort()).toEqual([
      'email',
      'name',
      'password',
      'serverUrl',
    ]);
  });

  it('reports each invalid field', () => {
    expect(checkAccount('sign-in', { ...filled, email: 'ana' })).toEqual({
      email: 'Enter a valid email.',
    });
    expect(checkAccount('sign-in', { ...filled, serverUrl: 'ftp://band' }).serverUrl).toContain(
      'Enter an address',
    );
    expect(checkAccount('register', { ...filled, password: 'short' }).password).toBe(
      'At least 8 characters.',
    );
    expect(checkAccount('sign-in', { ...filled, password: 'short' })).toEqual({});
  });

  it('sends only the fields that the mode needs', () => {
    expect(accountArgs('sign-in', filled)).not.toHaveProperty('name');
    expect(accountArgs('register', filled)).not.toHaveProperty('rememberMe');
  });

  it('puts a refusal beside the field it is about', () => {
    const place = (kind: Parameters<typeof placeFailure>[1]['kind']) =>
      Object.keys(placeFailure('register', { kind, message: 'No.' }));
    expect(placeFailure('sign-in', { kind: 'offline', message: 'Can’t reach the server.' })).toEqual({
      serverUrl: 'Can’t reach the server.',
    });
    expect(place('unauthorised')).toEqual(['password']);
    expect(place('conflict')).toEqual(['email']);
    expect(place('internal')).toEqual(['form']);
    const common = { kind: 'invalid', message: 'password: is one of the most common passwords.' } as const;
    expect(placeFailure('register', common)).toEqual({ password: expect.stringContaining('easy to guess') });
    expect(place('invalid')).toEqual(['form']);
  });
});
