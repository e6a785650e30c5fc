import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Memberships of a requester, then and now. No token is kept. */
export interface Memberships {
  /** Ownership refs by the user's own token. */
  current(credentials: BackstageCredentials): Promise<string[]>;
  /** The user's and groups' refs by the catalog; undefined without a User entity. */
  fromCatalog(userEntityRef: string): Promise<string[] | undefined>;
}

export function createMemberships(options: {
  auth: AuthService;
  userInfo: UserInfoService;
  catalog: CatalogService;
}): Memberships {
  const { auth, userInfo, catalog } = options;
  return {
    async current(credentials) {
      if (!auth.isPrincipal(credentials, 'user')) {
        return [];
      }
      const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
      return ownershipEntityRefs;
    },
    async fromCatalog(userEntityRef) {
      const user = await catalog.getEntityByRef(userEntityRef, {
        credentials: await auth.getOwnServiceCredentials(),
      });
      return (
        user && [
          userEntityRef,
          ...(user.relations ?? [])
            .filter(relation => relation.type === RELATION_MEMBER_OF)
            .map(relation => relation.targetRef),
        ]
      );
    },
  };
}
