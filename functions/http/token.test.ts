import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenVerifier } from './token.js';

const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_example';
// An address without a server: no test needs one.
const jwksUri = 'https://127.0.0.1:9/jwks.json';
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = pair();
const foreign = pair();

const toJwk = (key: KeyObject, kid: string) => {
  const exported = createPublicKey(key).export({ format: 'jwk' }) as { kty: string };
  return { ...exported, kid, alg: 'RS256', use: 'sig' };
};

const jwks = { keys: [toJwk(own.privateKey, 'one')] };
const verify = createTokenVerifier({ issuer, jwksUri, clientIds: ['web', 'app'], jwks });

const now = Math.floor(Date.now() / 1000);
const claims = {
  sub: 'ada',
  iss: issuer,
  client_id: 'web',
  token_use: 'access',
  'cognito:groups': ['admin'],
  iat: now - 10,
  exp: now + 3600,
};
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signToken(changes: object = {}, header: object = {}, key: KeyObject = own.privateKey): string {
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'one', ...header })}.${encode({ ...claims, ...changes })}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

function withHmac(secret: string | Buffer): string {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'one' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function altered(changes: object): string {
  const [header, , signature] = signToken().split('.');
  return `${header}.${encode({ ...claims, ...changes })}.${signature}`;
}

const fetched = vi.fn(() => Promise.reject(new Error('No network in this test.')));
beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('an access token', () => {
  it('of this issuer and one of its clients returns its claims', async () => {
    expect(await verify(signToken())).toEqual(claims);
    expect(await verify(signToken({ client_id: 'app' }))).toEqual({ ...claims, client_id: 'app' });
  });

  const pem = createPublicKey(own.privateKey).export({ type: 'spki', format: 'pem' });
  const der = createPublicKey(own.privateKey).export({ type: 'spki', format: 'der' });
  const [header, payload, signature] = signToken().split('.');
  it.each([
    ['that has expired', signToken({ exp: now - 1 })],
    ['that is not valid yet', signToken({ nbf: now + 600 })],
    ['of another issuer', signToken({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other' })],
    ['of no issuer', signToken({ iss: undefined })],
    ['of another client', signToken({ client_id: 'other' })],
    ['of no client', signToken({ client_id: undefined })],
    ['with a list as its client', signToken({ client_id: ['other', 'web'] })],
    ['that is an id token', signToken({ token_use: 'id', aud: 'web' })],
    ['that does not declare its use', signToken({ token_use: undefined })],
    ['signed with another key', signToken({}, {}, foreign.privateKey)],
    ['with an unknown key', signToken({}, { kid: 'two' }, foreign.privateKey)],
    ['without a key id', signToken({}, { kid: undefined })],
    ['that contains its own key', signToken({}, { jwk: toJwk(foreign.privateKey, 'one') }, foreign.privateKey)],
    ['that links to its own key', signToken({}, { jku: 'https://evil.example', kid: 'two' }, foreign.privateKey)],
    ['that is unsigned', `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`],
    ['that declares itself unsigned', `${encode({ alg: 'none', typ: 'JWT', kid: 'one' })}.${payload}.${signature}`],
    ['signed by HMAC with the public key as PEM', withHmac(pem)],
    ['signed by HMAC with the public key as DER', withHmac(der)],
    ['whose claims were altered', altered({ sub: 'eve' })],
    ['whose header was altered', `${encode({ alg: 'RS384', typ: 'JWT', kid: 'one' })}.${payload}.${signature}`],
    ['with a truncated signature', `${header}.${payload}.`],
    ['without a signature', `${header}.${payload}`],
    ['with a fourth part', `${header}.${payload}.${signature}.x`],
    ['that is empty', ''],
    ['that is not a token', 'good'],
    ['that is not JSON', `${Buffer.from('x').toString('base64url')}.${payload}.${signature}`],
  ])('%s is refused', async (_what, token) => {
    await expect(verify(token)).rejects.toThrow(Error);
    expect(fetched).not.toHaveBeenCalled();
  });
});
