import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { groupsOf, identityOf } from '../src/identity.ts';
import { signInOptions } from '../src/sign-in.ts';
import { TokenVerifier } from '../src/token.ts';
import { readTokenSettings } from '../src/token-settings.ts';
import { secret, signed, timely, tokenOf } from './tokens.ts';

const now = Math.floor(Date.now() / 1000);
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('tokens signed with the secret', () => {
  const verifier = new TokenVerifier(
    readTokenSettings({ CUBEJS_API_SECRET: secret, CUBEJS_JWT_ISSUER: 'us', CUBEJS_JWT_AUDIENCE: 'cube' }),
  );
  const ours = { iss: 'us', aud: 'cube', role: 'admin' };

  test('are let in with their claims', async () => {
    const claims = await verifier.claims(await tokenOf({ ...ours, sub: 'ada' }));
    expect(claims).toMatchObject({ role: 'admin', sub: 'ada', exp: expect.any(Number) });
    await expect(verifier.claims(await signed({ ...ours, exp: now + 60 }))).resolves.toBeDefined();
  });

  test('are let in again until they end, with their own claims and no others', async () => {
    const token = await signed({ ...ours, account_ids: ['one'], iat: now, exp: now + 60 });
    const first = await verifier.claims(token);
    (first.account_ids as string[]).push('another');
    const second = await verifier.claims(token);
    expect(second).toMatchObject({ account_ids: ['one'] });
    (second.account_ids as string[]).push('another');
    await expect(verifier.claims(token)).resolves.toMatchObject({ account_ids: ['one'] });
    vi.useFakeTimers({ now: (now + 3600) * 1000, toFake: ['Date'] });
    try {
      await expect(verifier.claims(token)).rejects.toThrow();
    } finally {
      vi.useRealTimers();
    }
  });

  test.each<[what: string, token: () => string | Promise<string>]>([
    ['nothing', () => ''],
    ['no token', () => 'abc'],
    ['two parts', async () => (await tokenOf(ours)).split('.').slice(0, 2).join('.')],
    ['junk in three parts', () => 'a.b.c'],
    ['a token cut off', async () => (await tokenOf(ours)).slice(0, -4)],
    [
      'other claims under the same signature',
      async () => {
        const [header, , signature] = (await tokenOf({ ...ours, role: 'analyst' })).split('.');
        return `${header}.${base64(timely(ours))}.${signature}`;
      },
    ],
    ['another secret', () => signed(timely(ours), 'not-the-secret-but-just-as-long-as-it')],
    ['no signature, alg none', () => `${base64({ alg: 'none' })}.${base64(timely(ours))}.`],
    ['alg None', () => `${base64({ alg: 'None' })}.${base64(timely(ours))}.`],
    ['HS512', () => signed(timely(ours), secret, 'HS512')],
    [
      'an unknown critical header',
      async () =>
        new SignJWT(timely(ours))
          .setProtectedHeader({ alg: 'HS256', crit: ['b64'], b64: true })
          .sign(new TextEncoder().encode('x'.repeat(40))),
    ],
    ['no end', () => signed({ ...ours, iat: now })],
    ['an end that is past', () => signed({ ...ours, iat: now - 7200, exp: now - 3600 })],
    ['an end that is no number', () => signed({ ...ours, exp: 'never' })],
    ['a start to come', () => signed({ ...timely(ours), nbf: now + 3600 })],
    ['an issue to come', () => signed({ ...ours, iat: now + 3600, exp: now + 7200 })],
    ['another issuer', () => tokenOf({ ...ours, iss: 'them' })],
    ['no issuer', () => tokenOf({ role: 'admin', aud: 'cube' })],
    ['another audience', () => tokenOf({ ...ours, aud: ['other'] })],
  ])('are refused: %s', async (_, token) => {
    await expect(verifier.claims(await token())).rejects.toThrow();
  });

  test('hold with each of several secrets, and with no other', async () => {
    const other = 'the-secret-that-comes-after-the-first-one';
    const rotating = new TokenVerifier(
      readTokenSettings({ CUBEJS_API_SECRETS: `${secret}, ${other}`, CUBEJS_API_SECRET: 'x'.repeat(40) }),
    );
    await expect(rotating.claims(await tokenOf(ours))).resolves.toBeDefined();
    await expect(rotating.claims(await signed(timely(ours), other))).resolves.toBeDefined();
    await expect(rotating.claims(await signed(timely(ours), 'x'.repeat(40)))).rejects.toThrow();
  });

  test('may keep their claims in one', async () => {
    const namespaced = new TokenVerifier(
      readTokenSettings({ CUBEJS_API_SECRET: secret, CUBEJS_JWT_CLAIMS_NAMESPACE: 'https://a.test/c' }),
    );
    const token = await tokenOf({ role: 'admin', 'https://a.test/c': { role: 'analyst' } });
    expect(await namespaced.claims(token)).toMatchObject({ role: 'analyst' });
    expect(identityOf(await namespaced.claims(await tokenOf({ role: 'admin' })))).toBeNull();
  });
});

describe('tokens signed with a key of the identity provider', () => {
  const keys = new Map<string, { privateKey: CryptoKey; publicKey: CryptoKey }>();
  const provider = createServer(async (_request, response) => {
    const published = await Promise.all(
      [...keys].map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid })),
    );
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  let verifier: TokenVerifier;
  beforeAll(async () => {
    keys.set('rsa', await generateKeyPair('RS256', { extractable: true }));
    keys.set('ec', await generateKeyPair('ES256', { extractable: true }));
    await new Promise<void>((up) => provider.listen(0, '127.0.0.1', up));
    const url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`;
    verifier = new TokenVerifier(
      readTokenSettings({
        CUBEJS_JWK_URL: url,
        CUBEJS_JWT_ISSUER: 'https://idp.test/,https://idp2.test/',
        CUBEJS_JWT_AUDIENCE: 'cube',
        CUBEJS_API_SECRET: secret,
      }),
    );
  });
  afterAll(() => {
    provider.close();
  });
  const ours = { iss: 'https://idp2.test/', aud: 'cube', role: 'analyst' };
  const by = (kid: string, alg: string, claims: object, key = keys.get(kid)?.privateKey): Promise<string> =>
    new SignJWT(timely(claims)).setProtectedHeader({ alg, kid }).sign(key as CryptoKey);

  test.each([
    ['rsa', 'RS256'],
    ['ec', 'ES256'],
  ])('are let in: %s', async (kid, alg) => {
    expect(await verifier.claims(await by(kid, alg, ours))).toMatchObject({ role: 'analyst' });
  });

  test.each<[what: string, token: () => Promise<string>]>([
    ['the secret, which is of no use here', () => tokenOf(ours)],
    [
      'the public key taken for a secret',
      async () => {
        const { publicKey } = keys.get('rsa') as { publicKey: CryptoKey };
        return signed(timely(ours), JSON.stringify(await exportJWK(publicKey)));
      },
    ],
    [
      'a key that is not published',
      async () => by('rsa', 'RS256', ours, (await generateKeyPair('RS256')).privateKey),
    ],
    ['an unknown key', async () => by('other', 'RS256', ours, keys.get('rsa')?.privateKey)],
    ['PS256', async () => by('rsa', 'PS256', ours, (await generateKeyPair('PS256')).privateKey)],
    ['another issuer', () => by('rsa', 'RS256', { ...ours, iss: 'https://evil.test/' })],
    ['another audience', () => by('ec', 'ES256', { ...ours, aud: 'other' })],
    ['an end that is past', () => by('ec', 'ES256', { ...ours, exp: now - 60 })],
  ])('are refused: %s', async (_, token) => {
    await expect(verifier.claims(await token())).rejects.toThrow();
  });
});

describe('a server that could let in the wrong people does not start', () => {
  test.each<[env: NodeJS.ProcessEnv, reason: RegExp]>([
    [{}, /CUBEJS_API_SECRET .*at least 32 characters/],
    [{ CUBEJS_API_SECRET: '' }, /CUBEJS_API_SECRET/],
    [{ CUBEJS_API_SECRET: 'x'.repeat(31) }, /secret of 31 characters.*at least 32/],
    [{ CUBEJS_API_SECRET: 'x'.repeat(64) }, /1 different characters/],
    [{ CUBEJS_API_SECRETS: `${secret},short` }, /CUBEJS_API_SECRETS .*5 characters/],
    [{ CUBEJS_JWK_URL: 'idp.test/jwks' }, /no http or https URL/],
    [{ CUBEJS_JWK_URL: 'https://idp.test/jwks' }, /CUBEJS_JWT_ISSUER/],
    [{ CUBEJS_JWK_URL: 'https://idp.test/jwks', CUBEJS_JWT_ISSUER: 'i' }, /CUBEJS_JWT_AUDIENCE/],
    [{ CUBEJS_API_SECRET: secret, CUBEJS_PLAYGROUND_AUTH_SECRET: secret }, /CUBEJS_PLAYGROUND_AUTH_SECRET/],
  ])('%j', (env, reason) => {
    expect(() => readTokenSettings(env)).toThrow(reason);
  });
});

describe('the options that Cube gets', () => {
  afterEach(() => vi.unstubAllEnvs());
  const contextOf = (securityContext?: object) => ({ securityContext, requestId: 'test' });

  test('a login to the SQL API is a token as the password, whatever the name', async () => {
    vi.stubEnv('CUBEJS_DEV_MODE', 'false');
    vi.stubEnv('CUBEJS_API_SECRET', secret);
    const { checkSqlAuth, canSwitchSqlUser } = signInOptions();
    const login = await checkSqlAuth?.({}, 'metabase', await tokenOf({ account_ids: ['a'] }));
    expect(login).toMatchObject({ skipPasswordCheck: true, securityContext: { account_ids: ['a'] } });
    expect(login?.superuser).toBeFalsy();
    for (const password of [null, '', 'metabase', await signed({ role: 'admin', exp: 1 })]) {
      await expect(checkSqlAuth?.({}, 'admin', password)).rejects.toThrow('A valid token is required.');
    }
    expect(canSwitchSqlUser?.('metabase', 'admin')).toBe(false);
  });

  test('who has no claims is an admin in development mode, and nobody outside of it', async () => {
    vi.stubEnv('CUBEJS_DEV_MODE', 'true');
    const open = signInOptions();
    expect(open.checkAuth).toBeUndefined();
    expect(await open.contextToGroups?.(contextOf())).toEqual(['admin']);
    expect(await open.contextToGroups?.(contextOf({ role: 'analyst' }))).toEqual(['analyst']);
    expect(await open.contextToApiScopes?.({}, ['data'])).toEqual(['data']);

    vi.stubEnv('CUBEJS_DEV_MODE', 'false');
    const closed = signInOptions();
    expect(await closed.contextToGroups?.(contextOf())).toEqual([]);
    expect(await closed.contextToApiScopes?.({}, ['data', 'sql'])).toEqual([]);
    expect(await closed.contextToApiScopes?.({ role: 'analyst' }, ['data'])).toEqual(['data']);
    expect(await closed.contextToApiScopes?.({ role: 'admin' }, ['data'])).toEqual(['data', 'jobs']);
  });
});

test.each<[claims: unknown, groups: string[]]>([
  [{ role: 'admin' }, ['admin']],
  [{ role: 'analyst' }, ['analyst']],
  [{ account_ids: ['a'] }, ['account']],
  [{ role: 'customer', account_ids: ['a'] }, ['account']],
  [{ role: 'admin', account_ids: ['a'] }, []],
  [{ role: 'analyst', account_ids: ['a'] }, []],
  [{ role: 'Admin' }, []],
  [{ role: ['admin'] }, []],
  [{ account_ids: [] }, []],
  [{ account_ids: 'a' }, []],
  [{ account_ids: [1] }, []],
  [{ account_ids: [null] }, []],
  [{ account_ids: [['a']] }, []],
  [{ account_ids: [''] }, []],
  [{ account_ids: { 0: 'a', length: 1 } }, []],
  [{}, []],
  [null, []],
  ['admin', []],
])('%j is in the groups %j', (claims, groups) => {
  expect(groupsOf(identityOf(claims))).toEqual(groups);
});
