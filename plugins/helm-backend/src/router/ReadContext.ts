import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Request } from 'express';
import type { DefaultAuthorizer } from '../authorization/DefaultAuthorizer';
import type { ClusterAccess } from '../clusters/KubeClient';
import type { HelmConfig } from '../config/HelmConfig';
import type { DeclaredReader } from '../declarations/createDeclaredReader';
import type { DefaultDeclarationStore } from '../declarations/DefaultDeclarationStore';
import type { ReleaseKnowledge } from '../releases/ReleaseKnowledge';
import type { ReleaseLister } from '../releases/ReleaseLister';
import type { RevisionReader } from '../releases/RevisionReader';
import type { TargetAssembler } from '../releases/TargetAssembler';

/** What the read routes share. */
export interface ReadContext {
  config: HelmConfig;
  httpAuth: HttpAuthService;
  catalog: CatalogService;
  clusters: ClusterAccess;
  authorizer: DefaultAuthorizer;
  declarations: DefaultDeclarationStore;
  declared: DeclaredReader;
  knowledge: ReleaseKnowledge;
  targets: TargetAssembler;
  lister: ReleaseLister;
  revisions: RevisionReader;
  /** False when the database is in memory. */
  isDurable: boolean;
  now: () => number;
}

/** Users and services, never a cookie: a page elsewhere could send that along. */
export function credentialsOf(
  { httpAuth }: Pick<ReadContext, 'httpAuth'>,
  request: Request,
): Promise<BackstageCredentials> {
  return httpAuth.credentials(request, { allow: ['user', 'service'] });
}
