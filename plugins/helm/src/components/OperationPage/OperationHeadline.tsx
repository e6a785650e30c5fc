import { useNavigate } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import { isTerminal, type Operation } from '@backstage-helm/plugin-helm-common';
import { useNow } from '../../hooks/useNow';
import { useText } from '../../hooks/useText';
import { small, tokens } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { CopyButton } from '../Base/CopyButton';
import { Row, Stack } from '../Base/Layout';
import { ToneBadge } from '../Base/StateBadge';
import { absoluteTime, duration } from '../Base/Time';
import { Who } from '../Base/Who';
import { CancelButton } from '../Operation/CancelButton';
import { isBad, operationTitle, statusLook } from '../Operation/operationWords';
import { RetryButton } from './RetryButton';
import { useEntityLink } from './useEntityLink';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  const edge = (color: string) => ({ borderLeft: `4px solid ${color}` });
  return {
    card: {
      background: t.paper,
      color: t.fg,
      border: `1px solid ${t.line}`,
      borderRadius: 4,
      padding: 16,
      fontSize: 14,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
    err: edge(t.tone.err.solid),
    warn: edge(t.tone.warn.solid),
    accent: edge(t.tone.accent.solid),
    ok: edge(t.tone.ok.solid),
    mute: edge(t.tone.mute.solid),
    when: {
      fontSize: 12,
      color: t.fg2,
      fontVariantNumeric: 'tabular-nums',
    },
    title: {
      margin: '8px 0 0',
      fontSize: 20,
      lineHeight: '28px',
      fontWeight: 700,
    },
    text: { margin: '4px 0 0', maxWidth: 880, whiteSpace: 'pre-line' },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '4px 24px',
      fontSize: 13,
      [small]: { display: 'grid' },
    },
    dim: { color: t.fg2 },
  };
});

/** What it is, how it ended, why, who asked, and what can be done now. */
export function OperationHeadline(props: { operation: Operation }) {
  const classes = useStyles();
  const t = useText();
  const { operation } = props;
  const { outcome } = operation;
  const look = statusLook(t, operation.status);
  const title = operationTitle(t, operation);
  return (
    <section
      className={`${classes.card} ${classes[look.tone]}`}
      aria-label={title}
    >
      <Stack>
        <div>
          <Row>
            <ToneBadge {...look} />
            <span className={classes.when}>
              <When operation={operation} />
            </span>
          </Row>
          <h2 className={classes.title}>{outcome?.title ?? title}</h2>
          {outcome?.why && <p className={classes.text}>{outcome.why}</p>}
          {outcome && <p className={classes.text}>{outcome.holds}</p>}
          {outcome?.next && <p className={classes.text}>{outcome.next}</p>}
        </div>
        <div className={classes.facts}>
          <span>
            <span className={classes.dim}>{t('operation.requestedBy')}</span>{' '}
            <Who name={operation.requestedBy} />
          </span>
          {operation.reason && (
            <span>
              <span className={classes.dim}>{t('operation.why')}</span>{' '}
              {t('base.quoted', { text: operation.reason })}
            </span>
          )}
          <span>
            <span className={classes.dim}>{t('operation.release')}</span>{' '}
            {operation.release.name}, {operation.release.namespace}
          </span>
          {operation.cancelRequestedBy && (
            <span>
              <span className={classes.dim}>
                {t('operation.cancelRequestedBy')}
              </span>{' '}
              <Who name={operation.cancelRequestedBy} />
            </span>
          )}
          {operation.attempt > 1 && (
            <span>
              {t('operation.attempt', { n: String(operation.attempt) })}
            </span>
          )}
          {!operation.durable && <span>{t('operation.notDurable')}</span>}
        </div>
        <NextActions operation={operation} />
      </Stack>
    </section>
  );
}

function When(props: { operation: Operation }) {
  const t = useText();
  const now = useNow(1000);
  const { createdAt, startedAt, finishedAt, status } = props.operation;
  const from = Date.parse(startedAt ?? createdAt);
  const time = duration((finishedAt ? Date.parse(finishedAt) : now) - from);
  let words: string = t('operation.took', { time });
  if (!isTerminal(status)) {
    const waits =
      status === 'awaiting-approval'
        ? t('operation.waitingFor', { time })
        : t('operation.queuedFor', { time });
    words = startedAt ? t('operation.runningFor', { time }) : waits;
  }
  return (
    <>
      {absoluteTime(createdAt)} · {words}
    </>
  );
}

const lockedCodes = new Set(['INTERRUPTED', 'RELEASE_LOCKED']);

const removing = new Set(['uninstall', 'finish-uninstall', 'reinstall']);

/** Whether it ended in a way that may hold the release up. */
function leavesLocked({ kind, status, outcome }: Operation): boolean {
  if (status === 'interrupted' || (isBad(status) && removing.has(kind))) {
    return true;
  }
  // What was put back is not locked any more.
  return status !== 'rolled-back' && lockedCodes.has(outcome?.code ?? '');
}

function NextActions(props: { operation: Operation }) {
  const t = useText();
  const navigate = useNavigate();
  const { operation } = props;
  const entityLink = useEntityLink(operation);
  const wasDeploy = ['install', 'upgrade'].includes(operation.kind);
  const isOver = isTerminal(operation.status);
  const canFix =
    isBad(operation.status) && wasDeploy && !leavesLocked(operation);
  const words = {
    release: operation.release.name,
    environment: operation.environment,
  };
  return (
    <Row actions>
      {!isOver && <CancelButton operation={operation} />}
      {entityLink && isOver && leavesLocked(operation) && (
        <ActionButton
          look="filled"
          icon="lock"
          onClick={() => navigate(entityLink({ unlock: '' }))}
        >
          {t('doctor.why')}
        </ActionButton>
      )}
      {entityLink && canFix && (
        <ActionButton
          look="filled"
          icon="edit"
          onClick={() =>
            navigate(
              entityLink({
                deploy: operation.toVersion ?? '',
                step: 'values',
              }),
            )
          }
        >
          {t('operation.fix')}
        </ActionButton>
      )}
      {entityLink && operation.kind === 'install' && canFix && (
        <ActionButton onClick={() => navigate(entityLink({ unlock: '' }))}>
          {t('doctor.seeWays')}
        </ActionButton>
      )}
      {isOver && <RetryButton operation={operation} />}
      {entityLink && (
        <ActionButton icon="right" onClick={() => navigate(entityLink())}>
          {t('operation.openEntity', words)}
        </ActionButton>
      )}
      <CopyButton
        quiet
        label={t('operation.copyLink')}
        text={window.location.href}
      />
    </Row>
  );
}
