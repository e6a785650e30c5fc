import type { HelmConfig } from './HelmConfig';

/** Strings of the configuration that must never be shown. */
export function configuredSecrets(config: HelmConfig): string[] {
  const found = [
    ...config.repositories.flatMap(({ credentials, clientCertificate }) => [
      credentials && 'password' in credentials && credentials.password,
      credentials && 'token' in credentials && credentials.token,
      clientCertificate?.key,
    ]),
    ...config.environments.flatMap(({ connection, identity }) => [
      connection.type === 'direct' && connection.token,
      identity.reader.token,
    ]),
  ];
  return found.filter(
    text => typeof text === 'string' && text !== '',
  ) as string[];
}
