import { parseEntityRef } from '@backstage/catalog-model';
import {
  isNamespaceGranted,
  stringifyReleaseRef,
  type EntityFacts,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { BindingStore } from '../bindings/Binding';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import type {
  Declaration,
  DeclarationStore,
} from '../declarations/Declaration';
import type { ReleaseResource } from './Authorizer';
import type { FindEntityFacts } from './createEntityFacts';

/** Where one query for everything beats one for each. */
const MANY = 20;

export interface ReleaseDirectoryOptions {
  config: Pick<HelmConfig, 'environments'>;
  bindings: BindingStore;
  declarations: DeclarationStore;
  /** Asked for entities that own a release and declare nothing any more. */
  entities: FindEntityFacts;
}

/** What permission rules look at, for releases that are known and that are not. */
export class ReleaseDirectory {
  readonly #options: ReleaseDirectoryOptions;

  constructor(options: ReleaseDirectoryOptions) {
    this.#options = options;
  }

  async resources(refs: ReleaseRef[]): Promise<ReleaseResource[]> {
    const owners = await this.#boundEntities(refs);
    return Promise.all(
      refs.map(ref =>
        this.#resource(ref, owners.get(stringifyReleaseRef(ref))),
      ),
    );
  }

  async #boundEntities(refs: ReleaseRef[]): Promise<Map<string, string>> {
    const { bindings } = this.#options;
    const found =
      refs.length > MANY
        ? await bindings.all()
        : await Promise.all(refs.map(ref => bindings.get(ref)));
    return new Map(
      found.flatMap(binding =>
        binding
          ? [[stringifyReleaseRef(binding.release), binding.entityRef]]
          : [],
      ),
    );
  }

  async #resource(
    ref: ReleaseRef,
    boundTo: string | undefined,
  ): Promise<ReleaseResource> {
    const { config, declarations } = this.#options;
    const declared = await declarations.ofRelease(ref);
    // Of two entities that declare it, neither counts as the owner.
    const only = declared.length === 1 ? declared[0] : undefined;
    const entityRef = boundTo ?? only?.entityRef;
    const environment = environmentOf(config, ref.cluster, ref.namespace);
    const facts =
      entityRef === undefined
        ? undefined
        : declared.find(entry => entry.entityRef === entityRef) ??
          (await declarations.ofEntity(entityRef)).find(
            entry => environment && isGranted(ref, environment, entry),
          ) ??
          (await this.#ofCatalog(ref, environment, entityRef));
    return {
      ref,
      environment: environment?.name,
      entityRef,
      owner: facts?.owner,
      system: facts?.system,
    };
  }

  /** An owner that took its annotations away keeps what it installed. */
  async #ofCatalog(
    { namespace }: ReleaseRef,
    environment: EnvironmentConfig | undefined,
    entityRef: string,
  ): Promise<EntityFacts | undefined> {
    if (!environment) {
      return undefined;
    }
    const facts = await this.#options.entities(entityRef);
    return facts && isNamespaceGranted(namespace, environment, facts)
      ? facts
      : undefined;
  }
}

/**
 * Whether the entity as it is now may use the release's namespace. A binding
 * names an entity by its ref, which another team can give to an entity of its
 * own once the first one is gone: that must not hand the release over.
 */
function isGranted(
  { namespace }: ReleaseRef,
  environment: EnvironmentConfig,
  { entityRef, owner, system, systemOwner }: Declaration,
): boolean {
  const { name, namespace: ownNamespace } = parseEntityRef(entityRef);
  return isNamespaceGranted(namespace, environment, {
    entityRef,
    name,
    namespace: ownNamespace,
    owner,
    system,
    systemOwner,
  });
}
