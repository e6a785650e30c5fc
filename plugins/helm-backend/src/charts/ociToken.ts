import { z } from 'zod';
import type { RepositoryConfig } from '../config/HelmConfig';
import { authorizationOf } from './createRepositoryClient';
import type { RepositoryClient } from './RepositoryClient';

const tokenSchema = z
  .object({
    token: z.string().optional(),
    access_token: z.string().optional(),
  })
  .transform(({ token, access_token: accessToken }) => token ?? accessToken);

/** The parameters of a `WWW-Authenticate: Bearer …` challenge. */
export function parseChallenge(
  header: string | undefined,
): { realm: string; service?: string; scope?: string } | undefined {
  if (!header || !/^bearer /i.test(header)) {
    return undefined;
  }
  const parameters = Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [
      name.toLocaleLowerCase('en-US'),
      value,
    ]),
  );
  return parameters.realm && URL.canParse(parameters.realm)
    ? {
        realm: parameters.realm,
        service: parameters.service,
        scope: parameters.scope,
      }
    : undefined;
}

/**
 * Answers a registry's challenge. The credentials go to the registry's own host
 * only; a token server elsewhere is asked without them.
 *
 * @returns the `authorization` header; undefined when no token is given
 */
export async function requestToken(
  client: RepositoryClient,
  credentials: RepositoryConfig['credentials'],
  challenge: { realm: string; service?: string; scope?: string },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const url = new URL(challenge.realm);
  if (challenge.service) {
    url.searchParams.set('service', challenge.service);
  }
  if (challenge.scope) {
    url.searchParams.set('scope', challenge.scope);
  }
  const response = await client.get(url.href, {
    maxBytes: 1024 * 1024,
    reach: 'public',
    authorization: authorizationOf(credentials),
    signal,
  });
  if (response.status !== 200) {
    return undefined;
  }
  const token = tokenSchema.safeParse(
    JSON.parse(response.body.toString('utf8')),
  );
  return token.success && token.data ? `Bearer ${token.data}` : undefined;
}
