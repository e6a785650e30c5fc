import { HelmError, operationKinds } from '@backstage-helm/plugin-helm-common';
import type {
  EngineOperation,
  EngineReporter,
  Settled,
} from '@backstage-helm/plugin-helm-node';
import { isStuck } from '../../doctor/holder';
import { parseHelmError } from '../../helm';
import type { PlanWork } from '../../plans/PlanRecord';
import { planWorkSchema } from '../../plans/planWork';
import { refuseChange } from '../../plans/wouldChange';
import { createRedactor, redactionSource } from '../../redaction';
import type { StoredRevision } from '../../releases/ReleaseStore';
import { commandOf } from './commandOf';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { HelmSteps } from './HelmSteps';
import { labelRollback } from './labelRollback';
import { isNamespaceMissing } from './namespaceExists';
import { toObservation } from './observation';
import { checkBase, checkRollbackTarget } from './preflight';
import { prepareChange, type PreparedChange } from './prepareChange';
import { redactingReporter } from './redactingReporter';
import { runHelm } from './runHelm';
import { settleByStorage } from './settleByStorage';
import { readTestLogs } from './testLogs';
import { unlockFirst, unlockRelease } from './unlockRelease';
import { outcomeOf } from './words';

/** Beyond the operation's deadline, for settling and labelling. */
const TOKEN_MARGIN_SECONDS = 120;

/** observe → preflight → act → observe → settle (DESIGN §6). */
export async function startOperation(
  options: HelmEngineOptions,
  operation: EngineOperation,
  reporter: EngineReporter,
  signal: AbortSignal,
): Promise<Settled> {
  const work = planWorkSchema.parse(operation.work);
  const environment = options.config.environments.find(
    ({ name }) => name === operation.environment,
  );
  if (!environment) {
    throw new HelmError({
      code: 'ANNOTATION_UNKNOWN_ENVIRONMENT',
      message: `The environment ${operation.environment} is not configured any more.`,
    });
  }
  const { kind, release } = operation;
  reporter.phase('preflight', 'running');
  const base = await checkBase(options, operation, work);
  await checkRollbackTarget(options, operation, work, environment, base);
  reporter.phase(
    'preflight',
    'passed',
    base
      ? `Starts from revision ${base.revision} (${base.chartVersion}), ${base.status}`
      : 'Nothing is installed yet',
  );
  if (kind === 'adopt') {
    return adopted(options, base);
  }

  let change: PreparedChange | undefined;
  if (['install', 'upgrade', 'rebuild'].includes(kind)) {
    reporter.phase('fetch', 'running');
    change = await prepareChange(options, operation, work, environment, signal);
    const { chart, rendered } = change;
    reporter.phase(
      'fetch',
      'passed',
      `${chart.name} ${chart.version} renders ${rendered.objects.length} objects`,
    );
    if (!work.mustChangeNothing) {
      await options.applyBaseline?.(environment, release, reporter);
    }
  } else {
    reporter.phase('fetch', 'skipped');
  }

  const reader = await options.clusters.reader(environment.name);
  const createNamespace =
    work.createNamespace &&
    (await isNamespaceMissing(reader, release.namespace));
  const target = change
    ? {
        manifest: change.rendered.manifest,
        hooks: [{ manifest: change.rendered.hooksManifest }],
      }
    : await targetOf(options, operation, work, base);
  const deployer = await options.clusters.deployer(
    environment.name,
    release.namespace,
    {
      expiresInSeconds:
        (Date.parse(operation.deadline) - options.now()) / 1000 +
        TOKEN_MARGIN_SECONDS,
    },
  );
  const redactor = createRedactor({
    secretKeys: options.config.secretKeys,
    strings: [...deployer.secrets, ...(change?.secrets.strings ?? [])],
    sources: [
      ...(base ? [redactionSource(base)] : []),
      ...(change
        ? [
            {
              manifest: change.rendered.manifest,
              hooks: [change.rendered.hooksManifest],
              values: [change.values],
              schema: change.chart.schema,
              secretPaths: change.secrets.paths,
            },
          ]
        : []),
    ],
  });
  const safe = redactingReporter(reporter, redactor);
  if (work.mustChangeNothing && change) {
    refuseChange(
      await options.wouldChange(
        deployer.client,
        release,
        change.rendered.objects,
        environment.helm,
      ),
    );
  }
  const before = {
    revision: base?.revision ?? 0,
    status: base?.status ?? 'absent',
  };
  if (base && isStuck(base.status) && ['unlock', 'upgrade'].includes(kind)) {
    const unlocking = {
      operation,
      work,
      base,
      deployer,
      redactor,
      reporter: safe,
    };
    const settled =
      kind === 'unlock'
        ? await unlockRelease(options, unlocking)
        : await unlockFirst(options, unlocking);
    if (settled) {
      return settled.settled;
    }
    // It is what the upgrade starts from.
    before.status = 'failed';
  }
  const command = commandOf({
    operation,
    work,
    environment,
    context: deployer.context,
    base,
    change,
    createNamespace,
  });

  const steps = new HelmSteps(safe, {
    preHooks: work.preHooks,
    postHooks: work.postHooks,
    waits: work.wait,
    isVisible: operationKinds.get(kind)?.makesRevision === true,
  });
  const run = await runHelm(options, {
    operation,
    major: work.helmMajor,
    command,
    kubeconfig: deployer.kubeconfig,
    reporter: safe,
    signal,
    steps,
    look: () =>
      options.resources.read(
        reader,
        { namespace: release.namespace, ...target },
        redactor,
      ),
  });

  const { exitCode, stderr } = run.result;
  steps.end({ isPassed: exitCode === 0, code: parseHelmError(stderr).code });
  safe.phase('settle', 'running');
  const settlement = await settleByStorage(options, {
    operation,
    work,
    before,
    result: run.result,
    cancelRequested: run.cancelRequested,
    toVersion: change?.chart.version,
    redactor,
    reporter: safe,
  });
  for (const { pod, lines } of kind === 'test'
    ? readTestLogs(run.result.stdout)
    : []) {
    lines.forEach(line => safe.log(`${pod}: ${line}`));
  }
  steps.end({
    isPassed: settlement.verdict.status === 'succeeded',
    code: settlement.failure?.code,
  });
  if (kind === 'rollback') {
    await labelRollback(operation, settlement, deployer, safe);
  }
  safe.phase('settle', 'passed', settlement.settled.outcome.holds);
  return settlement.settled;
}

/** What is to be in the cluster afterwards, or what is to go. */
async function targetOf(
  options: Pick<HelmEngineOptions, 'store'>,
  { kind, release }: EngineOperation,
  { toRevision = 0 }: PlanWork,
  base: StoredRevision | undefined,
): Promise<Pick<StoredRevision, 'manifest' | 'hooks'>> {
  return kind === 'rollback'
    ? options.store.revision(release, toRevision)
    : base ?? { manifest: '', hooks: [] };
}

/** Adopting writes the binding, which admission did; nothing runs. */
function adopted(
  options: Pick<HelmEngineOptions, 'digester' | 'now'>,
  base: Awaited<ReturnType<typeof checkBase>>,
): Settled {
  return {
    type: 'settled',
    status: 'succeeded',
    changed: false,
    outcome: outcomeOf({
      kind: 'adopt',
      after: base,
      verdict: { status: 'succeeded', code: 'DONE', changed: false },
    }),
    observation: toObservation(base, options.digester, options.now()),
  };
}
