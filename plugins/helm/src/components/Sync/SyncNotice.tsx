import { useRouteRef } from '@backstage/core-plugin-api';
import type {
  SyncPause,
  SyncStatus,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { useNow } from '../../hooks/useNow';
import { useText } from '../../hooks/useText';
import { environmentsRouteRef, operationRouteRef } from '../../routes';
import { Caption, Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { TextLink } from '../Base/TextLink';
import { duration, Time } from '../Base/Time';
import { Who } from '../Base/Who';
import { problemWords } from './problemWords';
import { ResumeButton } from './ResumeButton';
import { automaticSync, needsWords, syncLook } from './syncLook';

/**
 * Why automatic sync does nothing here now, who or what ends that, and the
 * button that does. Nothing where it simply works.
 */
export function SyncNotice(props: { target: Target; live?: 'polite' }) {
  const t = useText();
  const { target } = props;
  const sync = automaticSync(target);
  if (!sync || !needsWords(target)) {
    return null;
  }
  return (
    <Note {...syncLook(sync.phase)} live={props.live}>
      <Stack gap={6}>
        <Words target={target} sync={sync} />
        {sync.phase === 'paused' && (
          <ResumeButton target={target} label={t('sync.resume')} />
        )}
        {sync.phase === 'stopped' && (
          <ResumeButton target={target} label={t('sync.tryAgain')} />
        )}
      </Stack>
    </Note>
  );
}

function Words(props: { target: Target; sync: SyncStatus }) {
  const t = useText();
  const { target, sync } = props;
  const { paused, waitsFor, failure, detail } = sync;
  if (sync.phase === 'paused' && paused) {
    return <Paused paused={paused} />;
  }
  if (sync.phase === 'stopped' && failure) {
    return (
      <div>
        <strong>{t('sync.stopped.title', { count: failure.attempts })}</strong>{' '}
        {failure.reason} <WhyLink operationId={failure.operationId} />
        <Caption>{t('sync.stopped.text')}</Caption>
      </div>
    );
  }
  if (sync.phase === 'backing-off' && failure) {
    return (
      <div>
        <strong>
          {t('sync.backingOff.title', {
            n: String(failure.attempts),
            of: String(failure.of),
          })}
        </strong>{' '}
        {failure.reason} <WhyLink operationId={failure.operationId} />
        <Caption>
          <NextAttempt at={failure.nextAttemptAt} />
        </Caption>
      </div>
    );
  }
  if (sync.phase === 'held') {
    return <Held target={target} />;
  }
  return (
    <div>
      <strong>
        {sync.phase === 'off' ? t('sync.off') : t('sync.waiting')}
      </strong>{' '}
      {waitsFor ? problemWords(waitsFor) : detail}
    </div>
  );
}

function Paused({ paused }: { paused: SyncPause }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { cause, by, at, reason, operationId } = paused;
  return (
    <div>
      <strong>{t(`sync.paused.${cause}`, { user: <Who name={by} /> })}</strong>{' '}
      <Time at={at} />
      {operationId && operationLink && (
        <>
          {'. '}
          <TextLink to={operationLink({ id: operationId })}>
            {t('sync.paused.operation')}
          </TextLink>
        </>
      )}
      {reason && <Caption>{t('base.quoted', { text: reason })}</Caption>}
      <Caption>{t('sync.paused.text')}</Caption>
    </div>
  );
}

function WhyLink({ operationId }: { operationId?: string }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  return operationId && operationLink ? (
    <TextLink to={operationLink({ id: operationId })}>
      {t('sync.stopped.why')}
    </TextLink>
  ) : null;
}

function NextAttempt({ at }: { at?: string }) {
  const t = useText();
  const now = useNow(1000);
  const left = at ? Date.parse(at) - now : 0;
  return (
    <>
      {left > 1000
        ? t('sync.backingOff.next', { time: duration(left) })
        : t('sync.backingOff.soon')}
    </>
  );
}

function Held({ target }: { target: Target }) {
  const t = useText();
  const environmentsLink = useRouteRef(environmentsRouteRef);
  const { name, sync } = target.environment;
  return (
    <div>
      <strong>
        {t('sync.held.title', {
          count: sync?.held?.changes ?? 1,
          environment: name,
        })}
      </strong>{' '}
      {environmentsLink && (
        <TextLink
          to={`${environmentsLink()}?${new URLSearchParams({ held: name })}`}
        >
          {t('sync.held.review')}
        </TextLink>
      )}
    </div>
  );
}
