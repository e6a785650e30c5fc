import type { APIRequestContext, APIResponse } from '@playwright/test';
import { portalUrl } from './environment';

/** The portal's API with the rights of one example user. */
export interface UserApi {
  get(path: string): Promise<APIResponse>;
  post(
    path: string,
    data: unknown,
    headers?: Record<string, string>,
  ): Promise<APIResponse>;
}

/** Signs an example user in and gives the API under that name. */
export async function asUser(
  request: APIRequestContext,
  user: string,
): Promise<UserApi> {
  const session = await request.get(
    `${portalUrl}/api/auth/example-user/refresh`,
    { headers: { 'x-example-user': user } },
  );
  const { backstageIdentity } = await session.json();
  const authorization = `Bearer ${backstageIdentity.token}`;
  return {
    get: path =>
      request.get(`${portalUrl}/api${path}`, { headers: { authorization } }),
    post: (path, data, headers) =>
      request.post(`${portalUrl}/api${path}`, {
        data,
        headers: { authorization, ...headers },
      }),
  };
}
