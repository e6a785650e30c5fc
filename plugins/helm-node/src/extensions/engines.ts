import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Engine } from '../engines/Engine';

/** Where modules add what carries operations out. @public */
export interface HelmEnginesExtensionPoint {
  /**
   * Makes `engine: <engine.name>` usable in environments.
   *
   * @throws Error when there is one of that name already
   */
  addEngine(engine: Engine): void;
}

/** @public */
export const helmEnginesExtensionPoint =
  createExtensionPoint<HelmEnginesExtensionPoint>({ id: 'helm.engines' });
