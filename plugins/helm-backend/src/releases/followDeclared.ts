import type { BindingStore } from '../bindings/Binding';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import type { DeclarationStore } from '../declarations/Declaration';

/**
 * Lets the index follow the namespaces that declarations, bindings and literal
 * grants name: the reader of an environment need not see any other.
 */
export async function followDeclared(options: {
  config: Pick<HelmConfig, 'environments'>;
  declarations: Pick<DeclarationStore, 'all'>;
  bindings: Pick<BindingStore, 'all'>;
  follow: (environment: string, namespaces: Set<string>) => void;
}): Promise<void> {
  const { config, declarations, bindings, follow } = options;
  const wanted = new Map(
    config.environments.map(environment => [
      environment.name,
      new Set(
        environment.namespaces
          .map(grant => grant.match)
          .filter(match => !/[*{]/.test(match)),
      ),
    ]),
  );
  const refs = [
    ...(await declarations.all()).map(declaration => declaration.release),
    ...(await bindings.all()).map(binding => binding.release),
  ];
  for (const ref of refs) {
    const environment =
      ref && environmentOf(config, ref.cluster, ref.namespace);
    if (ref && environment) {
      wanted.get(environment.name)?.add(ref.namespace);
    }
  }
  wanted.forEach((namespaces, name) => follow(name, namespaces));
}
