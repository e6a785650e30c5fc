import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import {
  isHelmApiError,
  isTerminal,
  stringifyReleaseRef,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useFollowedOperation } from '../../hooks/useFollowedOperation';
import { BUSY, CALM, useLive } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { ApprovalPanel } from '../Approvals/ApprovalPanel';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Caption, Columns, Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { duration } from '../Base/Time';
import { DiffCard } from '../Diff/DiffCard';
import { Phases } from '../Operation/Phases';
import { Breadcrumbs } from './Breadcrumbs';
import { Evidence } from './Evidence';
import { HoldsNow } from './HoldsNow';
import { LinkedOperations } from './LinkedOperations';
import { OperationHeadline } from './OperationHeadline';
import { OperationLog } from './OperationLog';
import { PhaseBar } from './PhaseBar';

/** One operation under its lasting address: what, how far, why, what now. */
export function OperationPage() {
  const { id } = useParams();
  return id ? <Followed key={id} id={id} /> : null;
}

function Followed(props: { id: string }) {
  const t = useText();
  const [round, setRound] = useState(0);
  const followed = useFollowedOperation(props.id, round);
  const { operation, error } = followed;
  if (!operation) {
    if (!error) {
      return <Skeleton label={t('operation.reading')} lines={8} />;
    }
    return isHelmApiError(error) && error.status === 404 ? (
      <Empty icon="search" title={t('operation.notFound')}>
        {t('operation.notFoundText')}
      </Empty>
    ) : (
      <Failure
        title={t('operation.failed')}
        error={error}
        retry={() => setRound(round + 1)}
      />
    );
  }
  const evidence = operation.outcome?.evidence ?? [];
  return (
    <Stack gap={24}>
      <Breadcrumbs operation={operation} />
      <OperationHeadline operation={operation} />
      <ApprovalPanel
        operation={operation}
        onChanged={() => setRound(round + 1)}
      />
      <PhasesCard operation={operation} />
      <Columns of="twoThirds">
        <Stack>
          {evidence.length > 0 && <Evidence evidence={evidence} />}
          <OperationLog
            events={followed.events}
            connection={followed.connection}
            error={error}
            operation={operation}
          />
          <WhatItChanged operation={operation} />
        </Stack>
        <Side operation={operation} />
      </Columns>
    </Stack>
  );
}

function PhasesCard(props: { operation: Operation }) {
  const t = useText();
  const { operation } = props;
  const { startedAt, finishedAt, phases, status } = operation;
  if (phases.length === 0 || status === 'awaiting-approval') {
    return null;
  }
  return (
    <Card
      title={t('operation.phases')}
      aside={
        startedAt &&
        finishedAt && (
          <Caption>
            {t('operation.inAll', {
              time: duration(Date.parse(finishedAt) - Date.parse(startedAt)),
            })}
          </Caption>
        )
      }
    >
      <Stack>
        <PhaseBar phases={phases} />
        <Phases phases={phases} />
      </Stack>
    </Card>
  );
}

function WhatItChanged(props: { operation: Operation }) {
  const t = useText();
  const { release, revisionBefore, revisionAfter } = props.operation;
  if (!revisionBefore || !revisionAfter || revisionAfter <= revisionBefore) {
    return null;
  }
  const name = stringifyReleaseRef(release);
  const sides = {
    left: `${name}@${revisionBefore}`,
    right: `${name}@${revisionAfter}`,
  };
  const words = {
    left: String(revisionBefore),
    right: String(revisionAfter),
  };
  return (
    <>
      <DiffCard
        title={t('selected.diff.title.values', words)}
        query={{ ...sides, of: 'values' }}
      />
      <DiffCard
        title={t('selected.diff.title.manifest', words)}
        query={{ ...sides, of: 'manifest' }}
      />
    </>
  );
}

function Side(props: { operation: Operation }) {
  const api = useApi(helmApiRef);
  const { operation } = props;
  const { release } = operation;
  const detail = useLive(
    `release:${stringifyReleaseRef(release)}:${operation.status}`,
    () => api.release(release),
    () => (isTerminal(operation.status) ? CALM : BUSY),
  );
  return (
    <Stack>
      <HoldsNow operation={operation} detail={detail} />
      <LinkedOperations operation={operation} />
    </Stack>
  );
}
