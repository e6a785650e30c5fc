import type { PostgresAddress } from '../../database/__testUtils__/openDatabases';
import type { OperationsTimes } from '../../operations';

/** What a portal in a process of its own is told, as JSON. */
export interface PortalSettings {
  /** Names the folder for downloads and homes: replicas have their own. */
  name: string;
  database: { filename: string } | { postgres: PostgresAddress };
  /** Components of system shop, with their annotations. */
  components: Record<string, Record<string, string>>;
  /** Merged over `helm` of the configuration. */
  helm?: Record<string, unknown>;
  /** Nobody is there who would approve, and no freeze is to be met by chance. */
  isUngoverned?: boolean;
  /** Shorter ones; the product has them fixed. */
  times?: Partial<OperationsTimes>;
  /** Holds who may change the releases; without it everybody may. */
  teamFile?: string;
  /** How wrong this process's clock is. */
  clockSkewMs?: number;
  /** Where the backend's own log goes. */
  logFile?: string;
}
