import { expect } from '@playwright/test';
import type {
  EntityReleases,
  Target,
} from '@backstage-helm/plugin-helm-common';
import type { UserApi } from './asUser';

async function targetsOf(api: UserApi, entity: string): Promise<Target[]> {
  const response = await api.get(
    `/helm/entities/component/default/${entity}/releases`,
  );
  expect(response.status()).toBe(200);
  const { targets }: EntityReleases = await response.json();
  return targets;
}

/** The target of an entity in one environment, as the user's API gives it. */
export async function targetOf(
  api: UserApi,
  entity: string,
  environment: string,
): Promise<Target> {
  const targets = await targetsOf(api, entity);
  const target = targets.find(entry => entry.environment.name === environment);
  if (!target) {
    throw new Error(`${entity} has no target in ${environment}`);
  }
  return target;
}

/** Waits until an entity has a target in an environment that is declared, or none. */
export async function expectTarget(
  api: UserApi,
  entity: string,
  environment: string,
  isThere: boolean,
) {
  await expect
    .poll(
      async () => {
        const targets = await targetsOf(api, entity);
        return targets.some(
          target =>
            target.environment.name === environment &&
            target.declared !== undefined,
        );
      },
      { timeout: 60_000 },
    )
    .toBe(isThere);
}

/** Waits until a target has a problem with that code. */
export async function expectProblem(
  api: UserApi,
  entity: string,
  environment: string,
  code: string,
) {
  await expect
    .poll(
      async () =>
        (
          await targetOf(api, entity, environment)
        ).problems.map(problem => problem.code),
      { timeout: 60_000 },
    )
    .toContain(code);
}

/** Waits until a target is declared without a mistake and in nobody's way again. */
export async function expectMended(
  api: UserApi,
  entity: string,
  environment: string,
) {
  await expect
    .poll(
      async () => {
        const target = await targetOf(api, entity, environment);
        return target.problems.length === 0 && target.state.sync !== 'Conflict';
      },
      { timeout: 60_000 },
    )
    .toBe(true);
}
