/** What {@link readAgain} does its work with. */
export interface ReadAgainDeps {
  /** Asks the catalog to process the entity now. */
  refresh(entityRef: string): Promise<void>;
  /** Version of the entity as the catalog has it. */
  etag(entityRef: string): Promise<string | undefined>;
  /** Tells the Helm plugin to read the declaration again. */
  nudge(entityRef: string): Promise<void>;
  sleep(ms: number): Promise<void>;
}

const STEP_MS = 250;
const STEPS = 60;

/**
 * Has an entity read again after a push. The Helm plugin is told twice: at
 * once, for changed values files, and when the catalog has the entity's new
 * version, for changed annotations.
 */
export async function readAgain(
  entityRef: string,
  deps: ReadAgainDeps,
): Promise<void> {
  const before = await deps.etag(entityRef);
  await deps.refresh(entityRef);
  await deps.nudge(entityRef);
  for (let step = 0; step < STEPS; step++) {
    await deps.sleep(STEP_MS);
    if ((await deps.etag(entityRef)) !== before) {
      await deps.nudge(entityRef);
      return;
    }
  }
}
