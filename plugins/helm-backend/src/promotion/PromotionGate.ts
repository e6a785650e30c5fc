import type { HelmProblem } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';

/** A version that is to go into an environment. */
export interface Promotion {
  environment: EnvironmentConfig;
  kind: string;
  entityRef?: string;
  chart?: { name: string; version: string; digest: string };
}

/** The rule that a version must have been healthy in the environment before. */
export interface PromotionGate {
  /** What it lacks, when it may not go there yet. */
  problem(promotion: Promotion): Promise<HelmProblem | undefined>;
}
