import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  applyOverride,
  parseHelmYaml,
  stringifyYaml,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import type { ActionContext } from './ActionContext';

/**
 * What a deploy asks to be planned; of what is not there it is an install.
 * Values are given as changes, because an agent sees those in force with masks
 * for secrets: as a person's editor does, it sends the masks back as they are.
 *
 * @throws HelmError NOT_FOUND; NOT_ALLOWED to change values unseen
 */
export async function changeRequest(
  { views }: Pick<ActionContext, 'views'>,
  {
    release,
    values,
    ...change
  }: Pick<PlanRequest, 'release' | 'version' | 'values' | 'asDeclared'>,
  credentials: BackstageCredentials,
): Promise<PlanRequest> {
  const { target } = await views.detail(release, credentials);
  const kind = target.state.lifecycle === 'Absent' ? 'install' : 'upgrade';
  if (values === undefined) {
    return { release, kind, ...change };
  }
  const { yaml } = await views.draft(release, credentials);
  const merged = applyOverride(
    parseHelmYaml(yaml, 'values'),
    parseHelmYaml(values, 'values'),
  );
  return { release, kind, ...change, values: stringifyYaml(merged) };
}
