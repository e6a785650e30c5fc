import { parseEntityRef, type UserEntity } from '@backstage/catalog-model';
import type { Author } from './git';

/** The user of a task as the author of its commits. */
export function authorOf(user?: { entity?: UserEntity; ref?: string }): Author {
  if (!user?.ref) {
    return { name: 'Software template', email: 'template@localhost' };
  }
  const { name } = parseEntityRef(user.ref);
  const profile = user.entity?.spec?.profile;
  return {
    name: plain(profile?.displayName) || name,
    email: plain(profile?.email) || `${name}@localhost`,
  };
}

/** Without what ends a name or an address in a commit. */
function plain(text: string | undefined): string | undefined {
  return text?.replace(/[<>\p{Cc}]/gu, '').trim();
}
